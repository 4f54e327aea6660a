using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Checks the queue repeatedly, each time with the current configuration file.</summary>
/// <param name="step">The inputs and the initial configuration file.</param>
/// <param name="queues">Make a worker for each file.</param>
internal sealed class QueueWatcher(StepContext step, Queues queues)
{
    private QueueWorker _worker = queues.Worker(step);
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
                (_worker, step) = (queues.Worker(read), read);
                step.Reporter.Info($"{step.Config.Path} has changed: its new rules apply from now on.");
            }

            var run = await _worker.RunAsync(cancellation);
            _told = null;
            return run;
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.LeaseHeld || watches)
        {
            if (_told != e.Message && e.ExitCode == ExitCode.LeaseHeld)
            {
                step.Reporter.Info($"nothing is started here now: {e.Message}");
            }
            else if (_told != e.Message)
            {
                step.Reporter.Warning(new Problem(null, e.Message));
            }

            _told = e.Message;
            return null;
        }
    }
}
