using Pipelines.Databases.Journal;
using Pipelines.Databases.Sessions;
using Pipelines.Errors;

namespace Pipelines.Databases.Running;

/// <summary>What becomes of a migration that failed: nothing of it is left, or the message says what is.</summary>
internal sealed class FailedMigration(RunException failure, string database)
{
    private ScriptJob Job => failure.Job;

    private string Title => Job.Migration.Title;

    /// <summary>Undoes what is committed, if that is possible and wanted.</summary>
    /// <param name="undo">Runs the way down.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>What to tell.</returns>
    public async Task<PipelineException> EndAsync(Func<Task>? undo, MigrationJournal journal, TimeProvider clock)
    {
        if (failure.IsCut)
        {
            return Tell("The connection is gone. Run it again: it goes on where it stopped.", ExitCode.Failed);
        }

        if (failure.Progress.Done == 0)
        {
            await RecordAsync(journal, clock);
            return Tell("Nothing of this migration was kept.", ExitCode.Failed);
        }

        var stands = $"Its first {failure.Progress.Done} of {Job.Script.Statements.Count} statements are committed";
        if (undo is null || Job.Migration.Down is null || !Job.Migration.Terms.UndoesItself)
        {
            return Tell($"{stands}. Correct the file from there on and run it again: it goes on with the next one.", ExitCode.Failed);
        }

        try
        {
            await undo();
            return Tell("What it had committed was undone.", ExitCode.RolledBack);
        }
        catch (RunException e)
        {
            return new PipelineException([Problem($"{stands}, and undoing them failed as well."), e.Problem], ExitCode.RollbackFailed, e);
        }
    }

    private async Task RecordAsync(MigrationJournal journal, TimeProvider clock)
    {
        var took = clock.GetElapsedTime(failure.Progress.Began);
        try
        {
            if (failure.Progress.Id is { } id)
            {
                await journal.EndAsync(id, JournalStatus.Undone, Job.Migration.Checksum, took, CancellationToken.None);
            }
            else
            {
                await journal.AddAsync(Job.Migration, Job.Direction, JournalStatus.Undone, done: 0, took, CancellationToken.None);
            }
        }
        catch (DatabaseException)
        {
            // the failure itself is told; that it is not in the journal changes nothing for the next run
        }
    }

    private PipelineException Tell(string outcome, ExitCode status) => new([Problem(outcome)], status, failure);

    private Problem Problem(string outcome) => failure.Problem with
    {
        Where = $"{database}: {Title}",
        Hint = failure.Problem.Hint is { } hint ? $"{hint} {outcome}" : outcome,
    };
}
