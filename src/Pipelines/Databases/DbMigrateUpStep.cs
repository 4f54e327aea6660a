using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Applies pending migrations.</summary>
public sealed class DbMigrateUpStep(MigratedDatabases databases) : Step
{
    private static readonly Input<Migrations.MigrationVersion> Version = MigrationInputs.Version with
    {
        Summary = "The last version to apply. Default: all.",
    };

    public override StepDefinition Definition { get; } = new("db migrate up",
        "Apply the pending migrations to the database of an environment, each checked before it is committed.")
    {
        Details = "A migration runs in one transaction with its checks and its entry in the journal: if any of it fails, nothing of it is "
            + "left. A statement that PostgreSQL runs only outside of a transaction, such as `CREATE INDEX CONCURRENTLY`, is committed by "
            + "itself; if the migration then fails, its way down undoes it. One migrator runs at a time. A statement that meets a held "
            + "lock steps back and tries again, so that the app does not queue behind it.\n\nKilled at any moment, run it again: it goes "
            + "on where it stopped.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [MigrationInputs.Environment, Version, CommonInputs.Actor],
        Outputs = [MigrationInputs.Applied],
        Ends = [ExitCode.Failed, ExitCode.RolledBack, ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        Examples =
        [
            new("db migrate up --environment production", "Apply what is pending."),
            new("db migrate up --environment staging --version 0012", "Apply up to a version."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await using var database = await databases.OpenAsync(step, cancellation);
        var applied = await database.Runner.UpAsync(database.Catalog, step.Get(Version), cancellation);
        return new StepResult(ExitCode.Passed, applied.Count == 0
            ? $"{database.Session.Name}: nothing is pending."
            : $"{database.Session.Name}: applied {MigrationTables.Count(applied.Count)}.")
        {
            Views = [MigrationTables.Chosen.Of(applied)],
        }.With(MigrationInputs.Applied, applied.Count);
    }
}
