using Pipelines.Databases.Migrations;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Takes a database to a version.</summary>
public sealed class DbMigrateToStep(MigratedDatabases databases) : Step
{
    private static readonly Input<MigrationVersion> Version = MigrationInputs.Version with
    {
        Required = true,
        Summary = "The version; 0 undoes all.",
    };

    public override StepDefinition Definition { get; } = new("db migrate to",
        "Take a database to a version: undo what is newer, and apply what is missing.")
    {
        Details = "What is newer is undone first, the newest first; all of it needs a way down.",
        Config = ConfigUse.Required,
        Inputs = [MigrationInputs.Environment, Version, CommonInputs.Actor],
        Positional = [Version],
        Outputs = [MigrationInputs.Applied, MigrationInputs.Undone],
        Ends = [ExitCode.Failed, ExitCode.RolledBack, ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        Examples = [new("db migrate to 0012 --environment staging", "Have exactly the migrations up to 0012.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await using var database = await databases.OpenAsync(step, cancellation);
        var version = step.Require(Version);
        if (version.Key != "0" && !database.Catalog.Versioned.Any(migration => migration.Version == version))
        {
            throw PipelineException.BadInput("--version", $"there is no migration {version}.",
                NearestName.Hint(version.Text, database.Catalog.Versioned.Select(migration => migration.Version!.Text)));
        }

        var undone = await database.Runner.DownAsync(database.Catalog,
            applied => applied.Where(line => line.Migration?.Version is not { } other || other > version), cancellation);
        var applied = await database.Runner.UpAsync(database.Catalog, version, cancellation);
        return StepResult.Passed($"{database.Session.Name}: undid {undone.Count} and applied {applied.Count} to be at {version}.")
            .With(MigrationInputs.Applied, applied.Count).With(MigrationInputs.Undone, undone.Count);
    }
}
