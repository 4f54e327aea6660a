using Pipelines.History.Events;
using Pipelines.Releases.Packs;

namespace Pipelines.Packaging;

/// <summary>A release that can be deployed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Bytes">Their size in bytes.</param>
/// <param name="SentBytes">Bytes that had to be uploaded to the store.</param>
public sealed record PreparedRelease(string Id, long Files, long Bytes, long SentBytes)
{
    /// <summary>Whether an earlier tool left it on the hosts, and the store does not have it.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>What is recorded of it.</summary>
    public DeploymentEvent Event => IsAdopted
        ? new DeploymentEvent.BackToAdopted(Id) : new DeploymentEvent.Packaged(Id, Files, Bytes, SentBytes);

    /// <summary>The release, if this process has just saved it; otherwise null.</summary>
    public Release? Saved { get; init; }
}
