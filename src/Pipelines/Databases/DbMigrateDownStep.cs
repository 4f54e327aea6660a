using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Undoes the newest migrations.</summary>
public sealed class DbMigrateDownStep(MigratedDatabases databases) : Step
{
    private static readonly Input<int?> Count = Input.Integer("count", "How many to undo, the newest first.", 1, 10_000).Or(1, "1");

    public override StepDefinition Definition { get; } = new("db migrate down",
        "Undo the newest migrations of a database with their down scripts.")
    {
        Details = "All of them need a way down: otherwise nothing is undone. What the down scripts delete is gone.",
        Config = ConfigUse.Required,
        Inputs = [MigrationInputs.Environment, Count, CommonInputs.Actor],
        Outputs = [MigrationInputs.Undone],
        Ends = [ExitCode.Failed, ExitCode.LeaseHeld],
        Examples =
        [
            new("db migrate down --environment staging", "Undo the newest one."),
            new("db migrate down --environment staging --count 3", "Undo three."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await using var database = await databases.OpenAsync(step, cancellation);
        var undone = await database.Runner.DownAsync(database.Catalog, applied => applied.Take(step.Require(Count)!.Value), cancellation);
        return new StepResult(ExitCode.Passed, undone.Count == 0
            ? $"{database.Session.Name}: nothing is applied."
            : $"{database.Session.Name}: undid {MigrationTables.Count(undone.Count)}.")
        {
            Views = [MigrationTables.Chosen.Of(undone)],
        }.With(MigrationInputs.Undone, undone.Count);
    }
}
