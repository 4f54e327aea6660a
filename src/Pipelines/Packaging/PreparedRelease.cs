using Pipelines.Releases.Packs;

namespace Pipelines.Packaging;

/// <summary>A release that the store holds.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="SentBytes">Bytes that had to be sent to the store.</param>
public sealed record PreparedRelease(string Id, long Files, long Bytes, long SentBytes)
{
    /// <summary>The release, when this process has just saved it; else null.</summary>
    public Release? Saved { get; init; }
}
