using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Packs;

namespace Pipelines.Releases.Verifying;

/// <summary>A file's bytes, as releases need them.</summary>
/// <param name="Sha256">Digest of the whole.</param>
/// <param name="Size">Size of the whole.</param>
/// <param name="Path">A path at which it stands, in one of the releases.</param>
/// <param name="Parts">Where its bytes are, in order.</param>
internal sealed record VerifyBlob(Sha256Digest Sha256, long Size, string Path, IReadOnlyList<PackPart> Parts)
{
    /// <summary>The releases that have it.</summary>
    public List<ReleaseId> Releases { get; } = [];
}
