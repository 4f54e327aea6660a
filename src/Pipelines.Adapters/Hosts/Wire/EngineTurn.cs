using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>
/// The turn to act below a root. An engine whose controller is gone still ends its act, and has the same token as the one that comes after
/// it in the same deployment: that one waits.
/// </summary>
internal static class EngineTurn
{
    private static readonly TimeSpan Untold = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Waits until no other engine acts there; null when nothing was ever deployed there.</summary>
    /// <exception cref="PipelineException">Another engine has not come to the end of its act.</exception>
    public static async Task<IDisposable?> TakeAsync(string root, IReporter reporter, CancellationToken cancellation)
    {
        var layout = new HostLayout(root);
        if (!Directory.Exists(layout.Control))
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            var taking = FileLock.TakeAsync(Path.Combine(layout.Control, "engine"), limit.Token);
            if (await Task.WhenAny(taking, Task.Delay(Untold, limit.Token)) != taking)
            {
                reporter.Info($"waiting for an engine in {root} whose controller is gone to end its act.");
            }

            return await taking;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PipelineException($"another engine is still acting in {root}, although its controller is gone.",
                "Wait until its act has ended, or end that process (`pgrep -af 'host serve'` on the host); then run the same command "
                    + "again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"cannot write to {layout.Control}: {e.Message}",
                "Let the user of the address own that directory, or connect as its owner.", inner: e);
        }
    }
}
