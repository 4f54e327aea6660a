using Pipelines.Databases.Journal;
using Pipelines.Databases.Migrations;
using Pipelines.Databases.Sessions;
using Pipelines.Databases.Sources;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Databases.Running;

/// <summary>
/// Takes a database forward and back along the migrations of a folder. One migrator works at a time, and what is left to do is read only
/// once the lock is held. Killed anywhere, the next run goes on where this one stopped.
/// </summary>
public sealed class MigrationRunner(IDatabaseSession session, MigrationJournal journal, RunnerOptions options, TimeProvider clock,
    IReporter reporter)
{
    private readonly SessionSettings _settings = new(session, options);

    /// <summary>The name of the environment, for migrations that are not for all of them.</summary>
    public required string Environment { get; init; }

    /// <summary>Applies what is pending, up to a version.</summary>
    /// <param name="catalog">The migrations.</param>
    /// <param name="last">The last version to apply; null for all, and for those that are repeated.</param>
    /// <param name="cancellation">Stops it; what was committed stays.</param>
    /// <returns>What was applied, in its order.</returns>
    /// <exception cref="PipelineException">One failed; those before it stay applied.</exception>
    public Task<IReadOnlyList<Migration>> UpAsync(MigrationCatalog catalog, MigrationVersion? last, CancellationToken cancellation) =>
        LockedAsync(async () =>
        {
            var standing = await StandingAsync(catalog, cancellation);
            new StandingRules(options).Refuse(standing);
            await FinishDownAsync(standing, cancellation);
            standing = await StandingAsync(catalog, cancellation);
            var pending = standing.Pending
                .Where(migration => last is null || (migration.Version is { } version && version <= last)).ToList();
            foreach (var migration in pending)
            {
                await UpAsync(migration, standing.InterruptedEntry(migration), cancellation);
            }

            return (IReadOnlyList<Migration>)pending;
        }, cancellation);

    /// <summary>Undoes what was applied, the newest first.</summary>
    /// <param name="catalog">The migrations.</param>
    /// <param name="isMeant">Chooses from the applied ones, of which the newest comes first.</param>
    /// <param name="cancellation">Stops it; what was committed stays.</param>
    /// <returns>What was undone, in its order.</returns>
    /// <exception cref="PipelineException">
    /// One of them has no way down, which is found before anything is undone; or one failed.
    /// </exception>
    public Task<IReadOnlyList<Migration>> DownAsync(MigrationCatalog catalog,
        Func<IReadOnlyList<MigrationLine>, IEnumerable<MigrationLine>> isMeant, CancellationToken cancellation) =>
        LockedAsync(async () =>
        {
            var standing = await StandingAsync(catalog, cancellation);
            await FinishDownAsync(standing, cancellation);
            standing = await StandingAsync(catalog, cancellation);
            var meant = isMeant(standing.Applied).ToList();
            StandingRules.RefuseDown(meant);
            foreach (var line in meant)
            {
                await DownAsync(line.Migration!, entry: null, cancellation);
            }

            return (IReadOnlyList<Migration>)[.. meant.Select(line => line.Migration!)];
        }, cancellation);

    /// <summary>Records migrations without running them.</summary>
    /// <param name="catalog">The migrations.</param>
    /// <param name="direction">Why: a baseline, or a repair.</param>
    /// <param name="choose">Chooses them.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>What was recorded.</returns>
    public Task<IReadOnlyList<Migration>> RecordAsync(MigrationCatalog catalog, JournalDirection direction,
        Func<MigrationStanding, IEnumerable<Migration>> choose, CancellationToken cancellation) => LockedAsync(async () =>
        {
            var chosen = choose(await StandingAsync(catalog, cancellation)).ToList();
            await session.ExecuteAsync("begin", cancellation);
            foreach (var migration in chosen)
            {
                await journal.AddAsync(migration, direction, JournalStatus.Done, done: 0, took: null, cancellation);
            }

            await session.ExecuteAsync("commit", cancellation);
            return (IReadOnlyList<Migration>)chosen;
        }, cancellation);

    private async Task<MigrationStanding> StandingAsync(MigrationCatalog catalog, CancellationToken cancellation) =>
        MigrationStanding.Of(catalog, await journal.ReadAsync(cancellation), Environment);

    private async Task<T> LockedAsync<T>(Func<Task<T>> run, CancellationToken cancellation)
    {
        try
        {
            await MigrationLock.TakeAsync(session, options.LockWait, clock, reporter, cancellation);
            await journal.EnsureAsync(cancellation);
            return await run();
        }
        catch (DatabaseException e)
        {
            throw new PipelineException([new Problem(session.Name, $"{e.Message}{(e.State is null ? "" : $" ({e.State})")}.",
                e.IsCut ? "Run it again: it goes on where it stopped." : e.Advice)], ExitCode.Failed, e);
        }
    }

    private async Task UpAsync(Migration migration, JournalEntry? entry, CancellationToken cancellation)
    {
        await CheckBeforeAsync(migration, entry, cancellation);
        var began = clock.GetTimestamp();
        try
        {
            await Run.RunAsync(ScriptJob.Up(migration), entry, cancellation);
        }
        catch (RunException e)
        {
            throw await new FailedMigration(e, session.Name).EndAsync(
                () => Run.RunAsync(ScriptJob.Down(migration), entry: null, CancellationToken.None), journal, clock);
        }

        reporter.Info($"applied {migration.Title} in {clock.GetElapsedTime(began).ForPeople()}.");
    }

    private async Task CheckBeforeAsync(Migration migration, JournalEntry? entry, CancellationToken cancellation)
    {
        if (entry is not null)
        {
            if (ScriptJob.Up(migration).ChecksumOf(entry.Done) != entry.DoneChecksum && entry.Done > 0)
            {
                throw new PipelineException([new Problem(null,
                    $"it was interrupted after {entry.Done} statements, and these have changed since.",
                    "Restore them: the rest of the file may change.", migration.At)], ExitCode.Failed);
            }

            reporter.Info($"going on with {migration.Title} after statement {entry.Done}.");
            return;
        }

        try
        {
            await new CheckRun(session, clock).AllHoldAsync(migration.Terms.PreConditions, cancellation);
        }
        catch (CheckException e)
        {
            throw new PipelineException([e.Problem with
            {
                What = $"a precondition is not met: {e.Problem.What}",
                Hint = "Nothing was run of this migration.",
            }], ExitCode.Failed);
        }
    }

    private async Task DownAsync(Migration migration, JournalEntry? entry, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        try
        {
            await Run.RunAsync(ScriptJob.Down(migration), entry, cancellation);
        }
        catch (RunException e)
        {
            throw await new FailedMigration(e, session.Name).EndAsync(undo: null, journal, clock);
        }

        reporter.Info($"undid {migration.Title} in {clock.GetElapsedTime(began).ForPeople()}.");
    }

    /// <summary>An undoing that was interrupted is finished before anything else.</summary>
    private async Task FinishDownAsync(MigrationStanding standing, CancellationToken cancellation)
    {
        foreach (var line in standing.Lines.Where(line =>
            line is { State: MigrationState.Interrupted, Entry.Direction: JournalDirection.Down, Migration: not null }))
        {
            StandingRules.RefuseDown([line]);
            await DownAsync(line.Migration!, line.Entry, cancellation);
        }
    }

    private ScriptRun Run => new(session, journal, _settings, new LockRetries(options.LockWait, clock, reporter), clock);
}
