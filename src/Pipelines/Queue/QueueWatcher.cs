using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Checks the queue repeatedly, each time with the current configuration file.</summary>
/// <param name="step">The inputs and the initial configuration file.</param>
/// <param name="worker">The worker for that file.</param>
/// <param name="another">Creates a worker for another file.</param>
internal sealed class QueueWatcher(StepContext step, QueueWorker worker, Func<StepContext, QueueWorker> another)
{
    private string? _told;

    /// <summary>
    /// Null if another process is deploying, which is not a failure; and, while watching, if the store or a host is currently unreachable
    /// or the file is invalid: nothing is started with outdated rules. A problem is reported once.
    /// </summary>
    public async Task<QueueRun?> LookAsync(bool watches, CancellationToken cancellation)
    {
        try
        {
            if (watches && step.Renewed() is var read && read != step)
            {
                (worker, step) = (another(read), read);
                step.Reporter.Info($"{step.Config.Path} has changed: its new rules apply from now on.");
            }

            var run = await worker.RunAsync(cancellation);
            _told = null;
            return run;
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.LeaseHeld || watches)
        {
            if (_told != e.Message)
            {
                step.Reporter.Warning(new Problem(null, e.Message));
            }

            _told = e.Message;
            return null;
        }
    }
}
