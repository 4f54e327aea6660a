using Pipelines.Databases.Journal;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Accepts edited files.</summary>
public sealed class DbMigrateRepairStep(MigratedDatabases databases) : Step
{
    private static readonly Output Repaired = new("repaired", "How many edited migrations were accepted.");

    public override StepDefinition Definition { get; } = new("db migrate repair",
        "Accept the files of applied migrations that were edited since, without running them.")
    {
        Details = "For an edit that the database has already, or does not need. The journal keeps who accepted it, and when.",
        Config = ConfigUse.Required,
        Inputs = [MigrationInputs.Environment, CommonInputs.Actor],
        Outputs = [Repaired],
        Ends = [ExitCode.Failed, ExitCode.LeaseHeld],
        Examples = [new("db migrate repair --environment production", "The files are right as they are now.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await using var database = await databases.OpenAsync(step, cancellation);
        var repaired = await database.Runner.RecordAsync(database.Catalog, JournalDirection.Repair,
            standing => standing.Lines.Where(line => line.State == MigrationState.Edited).Select(line => line.Migration!), cancellation);
        return new StepResult(ExitCode.Passed, $"{database.Session.Name}: accepted {MigrationTables.Count(repaired.Count)}.")
        {
            Views = [MigrationTables.Chosen.Of(repaired)],
        }.With(Repaired, repaired.Count);
    }
}
