using Pipelines.Reporting;

namespace Pipelines.Packaging;

/// <summary>Provides the release to deploy: packages a tree, or finds a stored release.</summary>
public interface IReleaseSource
{
    /// <summary>Id of the release; null if it is only known after packaging.</summary>
    string? Release { get; }

    /// <summary>The commit it was built from; null if unknown.</summary>
    string? Commit { get; }

    /// <summary>
    /// Starts work that needs no lease, in parallel with other work; problems are reported by <see cref="PrepareAsync"/>. Optional.
    /// </summary>
    void Begin(IReporter reporter, CancellationToken cancellation)
    {
    }

    /// <summary>Returns when the store has the complete release. Repeating it gives the same release.</summary>
    Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation);
}
