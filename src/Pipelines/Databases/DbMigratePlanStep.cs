using Pipelines.Databases.Rehearsal;
using Pipelines.Databases.Sessions;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Databases;

/// <summary>Rehearses pending migrations.</summary>
public sealed class DbMigratePlanStep(MigratedDatabases databases, TimeProvider clock) : Step
{
    private static readonly Input<TimeSpan?> Limit =
        Input.Duration("statement-limit", "How long a statement may take in the rehearsal.").Or(TimeSpan.FromSeconds(5), "5s");

    private static readonly Output Failed = new("failed", "How many statements failed in the rehearsal.");

    private static readonly Table<StatementMeasure> Measures = new Table<StatementMeasure>("statements")
        .Text("migration", "Migration", measure => measure.Migration.Title)
        .Text("statement", "Statement", measure => measure.Statement.Title, Shortened)
        .Text("lock", "Lock", measure => measure.Locks is [var one, ..] ? $"{one.Mode} on {one.Relation}" : null)
        .Text("rewritten", "Rewrites", measure => measure.Rewritten is { Count: > 0 } tables ? string.Join(", ", tables) : null)
        .Number("rows_scanned", "Rows read", measure => measure.Outcome == RehearsalOutcome.Measured ? measure.RowsScanned : null)
        .Duration("duration_ms", "Took", measure => measure.Outcome == RehearsalOutcome.Measured ? measure.Took : null)
        .Text("note", "Note", Note)
        .GivenList("locks", measure => measure.Locks.Select(one => $"{one.Mode} on {one.Relation}"))
        .GivenText("outcome", measure => measure.Outcome switch
        {
            RehearsalOutcome.Measured => "measured",
            RehearsalOutcome.Failed => "failed",
            _ => "not_rehearsed",
        })
        .GivenText("at", measure => $"{measure.Statement.Sql.At}")
        .Given("reversible", measure => measure.Migration.Down is not null);

    public override StepDefinition Definition { get; } = new("db migrate plan",
        "Rehearse the pending migrations in a transaction that is rolled back, and show what each statement locks, rewrites and reads.")
    {
        Details = "The rehearsal runs on the database of the environment: choose one with a copy of the data. Locks that it takes are held "
            + "until it ends: a statement that waits for a lock longer than `lock-timeout`, or takes longer than the limit, ends it, and "
            + "the rest is reported as not rehearsed. What PostgreSQL runs only outside of a transaction is not rehearsed. Nothing stays, "
            + "but for numbers that sequences have given out.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("pull_request:\n  paths: [\"migrations/**\"]"),
        Inputs = [MigrationInputs.Environment, Limit],
        Outputs = [MigrationInputs.Pending, Failed],
        Ends = [ExitCode.Failed],
        Examples = [new("db migrate plan --environment staging", "What would the pending migrations do?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await using var database = await databases.OpenAsync(step, cancellation);
        var options = DatabaseKeys.Of(step).Options;
        var standing = await database.StandingAsync(cancellation);
        new Running.StandingRules(options).Refuse(standing);
        var measures = await RehearseAsync(database, new MigrationRehearsal(
            database.Session, options.LockTimeout, step.Require(Limit)!.Value, clock), standing, cancellation);
        var failed = measures.Count(measure => measure.Outcome == RehearsalOutcome.Failed);
        return new StepResult(failed == 0 ? ExitCode.Passed : ExitCode.Failed,
            $"{database.Session.Name}: {MigrationTables.Count(standing.Pending.Count)} pending"
                + (failed == 0 ? "; the rehearsal was rolled back." : "; a statement failed in the rehearsal."))
        {
            Views = [Measures.Of(measures)],
        }.With(MigrationInputs.Pending, standing.Pending.Count).With(Failed, failed);
    }

    private static async Task<IReadOnlyList<StatementMeasure>> RehearseAsync(MigratedDatabase database, MigrationRehearsal rehearsal,
        Journal.MigrationStanding standing, CancellationToken cancellation)
    {
        try
        {
            return await rehearsal.RunAsync(standing.Pending, migration => standing.InterruptedEntry(migration)?.Done ?? 0, cancellation);
        }
        catch (DatabaseException e)
        {
            throw new PipelineException($"{database.Session.Name}: the rehearsal ended early: {e.Message}.", e.Advice, inner: e);
        }
    }

    private static string Shortened(string statement) => statement.Length > 60 ? $"{statement[..59]}…" : statement;

    private static string? Note(StatementMeasure measure) => measure.Outcome switch
    {
        RehearsalOutcome.Failed => $"fails: {measure.Reason}",
        RehearsalOutcome.NotRehearsed => $"not rehearsed: {measure.Reason}",
        _ when measure.Locks.Any(one => one.BlocksReaders) && (measure.Rewritten.Count > 0 || measure.RowsScanned > 0) =>
            "keeps readers and writers out while it works through the table",
        _ when measure.Locks.Any(one => one.BlocksWriters) && measure.RowsScanned > 0 =>
            "keeps writers out while it reads the table",
        _ => null,
    };
}
