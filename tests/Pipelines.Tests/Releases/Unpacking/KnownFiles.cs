using Pipelines.Releases.Files;
using Pipelines.Releases.Unpacking;

namespace Pipelines.Tests.Releases.Unpacking;

/// <summary>Files of a fixed table.</summary>
internal sealed class KnownFiles(IReadOnlyDictionary<Sha256Digest, string> files) : IFileSources
{
    public Task<IReadOnlyDictionary<Sha256Digest, string>> FindAsync(IReadOnlySet<Sha256Digest> wanted, string? upTo,
        CancellationToken cancellation) => Task.FromResult(files);
}
