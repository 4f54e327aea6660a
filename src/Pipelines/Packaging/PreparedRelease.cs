using Pipelines.Releases.Packs;

namespace Pipelines.Packaging;

/// <summary>A release in the store.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Bytes">Their size in bytes.</param>
/// <param name="SentBytes">Bytes that had to be uploaded to the store.</param>
public sealed record PreparedRelease(string Id, long Files, long Bytes, long SentBytes)
{
    /// <summary>The release, if this process has just saved it; otherwise null.</summary>
    public Release? Saved { get; init; }
}
