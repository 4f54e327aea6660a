using Pipelines.Releases.Files;

namespace Pipelines.Releases.Unpacking;

/// <summary>Files on this machine that should have the bytes of some SHA-256s. They are not believed.</summary>
public interface IFileSources
{
    /// <summary>Looks for files, those with the first paths first: each call goes on where the one before ended.</summary>
    /// <param name="wanted">What is looked for.</param>
    /// <param name="upTo">The last path to look at; null for all that are left.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Full paths of those that there are.</returns>
    Task<IReadOnlyDictionary<Sha256Digest, string>> FindAsync(IReadOnlySet<Sha256Digest> wanted, string? upTo, CancellationToken cancellation);
}
