using Pipelines.Databases.Journal;
using Pipelines.Databases.Migrations;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Records migrations that a database has already.</summary>
public sealed class DbMigrateBaselineStep(MigratedDatabases databases) : Step
{
    private static readonly Input<MigrationVersion> Version = MigrationInputs.Version with
    {
        Required = true,
        Summary = "The last version that the database has already.",
    };

    public override StepDefinition Definition { get; } = new("db migrate baseline",
        "Record, without running them, the migrations up to a version as applied: for a database that existed before.")
    {
        Details = "For a database that another tool migrated so far. Only migrations that are pending are recorded.",
        Config = ConfigUse.Required,
        Inputs = [MigrationInputs.Environment, Version, CommonInputs.Actor],
        Positional = [Version],
        Outputs = [MigrationInputs.Applied],
        Ends = [ExitCode.Failed, ExitCode.LeaseHeld],
        Examples = [new("db migrate baseline 0012 --environment production", "The database has everything up to 0012.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await using var database = await databases.OpenAsync(step, cancellation);
        var version = step.Require(Version);
        var recorded = await database.Runner.RecordAsync(database.Catalog, JournalDirection.Baseline,
            standing => standing.Lines.Where(line => line.State == MigrationState.Pending).Select(line => line.Migration!)
                .Where(migration => migration.Version is { } other && other <= version), cancellation);
        return new StepResult(ExitCode.Passed, $"{database.Session.Name}: recorded {MigrationTables.Count(recorded.Count)} as applied.")
        {
            Views = [MigrationTables.Chosen.Of(recorded)],
        }.With(MigrationInputs.Applied, recorded.Count);
    }
}
