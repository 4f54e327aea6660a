using Pipelines.Reporting;

namespace Pipelines.Deployments;

/// <summary>Gives the release to deploy: packs a tree into the store, or finds one there.</summary>
public interface IReleaseSource
{
    /// <summary>Ends with the store holding the whole release. Doing it again gives the same release.</summary>
    Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation);
}
