using Pipelines.Releases.Files;

namespace Pipelines.Releases.Unpacking;

/// <summary>No files on this machine.</summary>
internal sealed class NoFileSources : IFileSources
{
    private static readonly Dictionary<Sha256Digest, string> None = [];

    public Task<IReadOnlyDictionary<Sha256Digest, string>> FindAsync(IReadOnlySet<Sha256Digest> wanted, string? upTo,
        CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<Sha256Digest, string>>(None);
}
