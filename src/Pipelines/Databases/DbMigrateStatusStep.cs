using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Shows how the migrations stand.</summary>
public sealed class DbMigrateStatusStep(MigratedDatabases databases) : Step
{
    public override StepDefinition Definition { get; } = new("db migrate status",
        "Show which migrations are applied to the database of an environment, and which are pending.")
    {
        Details = "Reads the files and the journal, and writes nothing.",
        Config = ConfigUse.Required,
        Inputs = [MigrationInputs.Environment],
        Outputs = [MigrationInputs.Pending],
        Examples = [new("db migrate status --environment production", "What is applied?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await using var database = await databases.OpenAsync(step, cancellation);
        var standing = await database.StandingAsync(cancellation);
        var pending = standing.Pending.Count;
        return new StepResult(ExitCode.Passed, $"{database.Session.Name}: {MigrationTables.Count(pending)} pending.")
        {
            Views = [MigrationTables.Standing.Of(standing.Lines)],
        }.With(MigrationInputs.Pending, pending);
    }
}
