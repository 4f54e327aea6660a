using Pipelines.Reporting;

namespace Pipelines.Packaging;

/// <summary>Gives the release to deploy: packs a tree into the store, or finds one there.</summary>
public interface IReleaseSource
{
    /// <summary>Id of the release; null when only packaging it will tell.</summary>
    string? Release { get; }

    /// <summary>The commit that it was built of; null when not known.</summary>
    string? Commit { get; }

    /// <summary>Begins with what needs no lease, beside other work; what goes wrong is told by <see cref="PrepareAsync"/>. It may be left out.</summary>
    void Begin(IReporter reporter, CancellationToken cancellation)
    {
    }

    /// <summary>Ends with the store holding the whole release. Doing it again gives the same release.</summary>
    Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation);
}
