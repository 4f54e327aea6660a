using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Packs;

namespace Pipelines.Releases.Verifying;

/// <summary>A file's contents, as needed by releases.</summary>
/// <param name="Sha256">Digest of the whole file.</param>
/// <param name="Size">Size of the whole file.</param>
/// <param name="Path">A path where it occurs, in one of the releases.</param>
/// <param name="Parts">Where its data is, in order.</param>
internal sealed record VerifyBlob(Sha256Digest Sha256, long Size, string Path, IReadOnlyList<PackPart> Parts)
{
    /// <summary>The releases that contain it.</summary>
    public List<ReleaseId> Releases { get; } = [];
}
