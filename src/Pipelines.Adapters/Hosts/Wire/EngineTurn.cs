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

        try
        {
            var wait = new LockWait($"the turn in {root} (an engine whose controller is gone ends its act first)")
            {
                Limit = Longest, Say = reporter.Info,
            };
            return await FileLock.TakeAsync(Path.Combine(layout.Control, "engine"), wait, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"cannot write to {layout.Control}: {e.Message}",
                "Let the user of the address own that directory, or connect as its owner.", inner: e);
        }
    }
}
