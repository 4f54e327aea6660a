using Pipelines.Databases.Journal;
using Pipelines.Databases.Sessions;

namespace Pipelines.Databases.Running;

/// <summary>
/// One run of a script of a migration, forward or back. What can be is one transaction with its checks and its entry in the journal.
/// Otherwise the entry says after each committed part how far it is, in the same transaction as that part.
/// </summary>
internal sealed class ScriptRun(IDatabaseSession session, MigrationJournal journal, SessionSettings settings, LockRetries retries,
    TimeProvider clock)
{
    /// <summary>Runs it.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="entry">The entry of the run that was interrupted; null to begin.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="RunException">It failed; the message says what of it is committed.</exception>
    public async Task RunAsync(ScriptJob job, JournalEntry? entry, CancellationToken cancellation)
    {
        var progress = new ScriptProgress { Began = clock.GetTimestamp(), Done = entry?.Done ?? 0, Id = entry?.Id };
        try
        {
            if (entry is null && job.Script.Groups is [] or [{ IsOutside: false }])
            {
                await retries.RunAsync(() => WholeAsync(job, progress, cancellation), cancellation);
            }
            else
            {
                await PartsAsync(job, progress, entry?.Doing, cancellation);
            }
        }
        catch (Exception e) when (e is StatementException or CheckException)
        {
            throw new RunException(job, progress, e);
        }
    }

    private Task WholeAsync(ScriptJob job, ScriptProgress progress, CancellationToken cancellation) => InTransactionAsync(job, async () =>
    {
        await StatementsAsync(job, 0, job.Script.Statements.Count, cancellation);
        await EndAsync(job, progress, cancellation);
    }, cancellation);

    private async Task PartsAsync(ScriptJob job, ScriptProgress progress, int? doing, CancellationToken cancellation)
    {
        progress.Id ??= await journal.AddAsync(job.Migration, job.Direction, JournalStatus.Running, done: 0, took: null, cancellation);
        foreach (var group in job.Script.Groups.Where(group => group.End > progress.Done))
        {
            if (group.IsOutside)
            {
                await retries.RunAsync(
                    () => OutsideAsync(job, progress, group.First, again: doing == group.First, cancellation), cancellation);
            }
            else
            {
                await retries.RunAsync(() => InTransactionAsync(job, async () =>
                {
                    await StatementsAsync(job, Math.Max(group.First, progress.Done), group.End, cancellation);
                    if (group.End == job.Script.Statements.Count)
                    {
                        await EndAsync(job, progress, cancellation);
                    }
                    else
                    {
                        await settings.OwnUserAsync(cancellation);
                        await journal.ProgressAsync(progress.Id.Value, group.End, job.ChecksumOf(group.End), doing: null, cancellation);
                    }
                }, cancellation), cancellation);
                progress.Done = group.End;
            }
        }

        if (job.Script.Groups is [.., { IsOutside: true }])
        {
            await EndAsync(job, progress, cancellation);
        }
    }

    private async Task OutsideAsync(ScriptJob job, ScriptProgress progress, int index, bool again, CancellationToken cancellation)
    {
        var statement = job.Script.Statements[index];
        await settings.ForOutsideAsync(cancellation);
        await journal.ProgressAsync(progress.Id!.Value, index, job.ChecksumOf(index), doing: index, cancellation);
        try
        {
            await new OutsideStatement(session, statement).RunAsync(again, cancellation);
        }
        catch (DatabaseException e)
        {
            throw new StatementException(statement, e);
        }

        await settings.OwnUserAsync(cancellation);
        progress.Done = index + 1;
        await journal.ProgressAsync(progress.Id.Value, progress.Done, job.ChecksumOf(progress.Done), doing: null, cancellation);
    }

    private async Task StatementsAsync(ScriptJob job, int from, int to, CancellationToken cancellation)
    {
        foreach (var statement in job.Script.Statements.Take(to).Skip(from))
        {
            try
            {
                await session.ExecuteAsync(statement.Sql.Text, statement.Sql.CopyData, cancellation);
            }
            catch (DatabaseException e)
            {
                throw new StatementException(statement, e);
            }
        }
    }

    /// <summary>The checks, and the entry: in the transaction of what they check, where there is one.</summary>
    private async Task EndAsync(ScriptJob job, ScriptProgress progress, CancellationToken cancellation)
    {
        await new CheckRun(session, clock).AllHoldAsync(job.Checks, cancellation);
        await settings.OwnUserAsync(cancellation);
        var took = clock.GetElapsedTime(progress.Began);
        var all = job.Script.Statements.Count;
        if (progress.Id is { } id)
        {
            await journal.ProgressAsync(id, all, job.ChecksumOf(all), doing: null, cancellation);
            await journal.EndAsync(id, JournalStatus.Done, job.Migration.Checksum, took, cancellation);
        }
        else
        {
            await journal.AddAsync(job.Migration, job.Direction, JournalStatus.Done, all, took, cancellation);
        }
    }

    private async Task InTransactionAsync(ScriptJob job, Func<Task> run, CancellationToken cancellation)
    {
        await (job.Direction == JournalDirection.Down
            ? settings.ForUndoingAsync(job.Migration.Terms.UndoWithin, cancellation) : settings.ForTransactionsAsync(cancellation));
        await session.ExecuteAsync("begin", cancellation);
        try
        {
            await run();
            await CommitAsync(job, cancellation);
        }
        catch (Exception e) when (e is not DatabaseException { IsCut: true } and not StatementException { Cause.IsCut: true })
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
            throw;
        }
    }

    /// <summary>A deferred constraint speaks up only here.</summary>
    private async Task CommitAsync(ScriptJob job, CancellationToken cancellation)
    {
        try
        {
            await session.ExecuteAsync("commit", cancellation);
        }
        catch (DatabaseException e) when (!e.IsCut && job.Script.Statements.Count > 0)
        {
            throw new StatementException(job.Script.Statements[^1], e);
        }
    }
}
