using Pipelines.Releases.Files;

namespace Pipelines.Releases.Unpacking;

/// <summary>Files on this machine that should have certain SHA-256 digests. They are not trusted.</summary>
public interface IFileSources
{
    /// <summary>Finds files, in path order: each call continues where the previous one ended.</summary>
    /// <param name="wanted">The digests to find.</param>
    /// <param name="upTo">The last path to visit; null for all remaining ones.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Full paths of the files found.</returns>
    Task<IReadOnlyDictionary<Sha256Digest, string>> FindAsync(IReadOnlySet<Sha256Digest> wanted, string? upTo,
        CancellationToken cancellation);
}
