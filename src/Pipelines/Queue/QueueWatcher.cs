using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Looks at the queue again and again, each time by the configuration file as it is then.</summary>
/// <param name="step">The inputs and the file at first.</param>
/// <param name="worker">Works by them.</param>
/// <param name="another">Makes a worker by another file.</param>
internal sealed class QueueWatcher(StepContext step, QueueWorker worker, Func<StepContext, QueueWorker> another)
{
    private string? _told;

    /// <summary>
    /// Null when another process deploys, which is no failure; and, while watching, when the store or a host cannot be reached now, or the file is
    /// broken: nothing is started by rules that no longer stand there. What is wrong is told once.
    /// </summary>
    public async Task<QueueRun?> LookAsync(bool watches, CancellationToken cancellation)
    {
        try
        {
            if (watches && step.Renewed() is var read && read != step)
            {
                (worker, step) = (another(read), read);
                step.Reporter.Info($"{step.Config.Path} has changed: its new rules hold from now on.");
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
