namespace Pipelines.Hosts;

/// <summary>What a host serves.</summary>
/// <param name="Release">Id of the release.</param>
/// <param name="Slot">Name of its slot.</param>
/// <param name="Deployment">The deployment that brought it.</param>
public sealed record LiveRelease(string Release, string Slot, string Deployment)
{
    /// <summary>Whether an earlier tool left it: then it is no release of ours, and stays where and as it is.</summary>
    public bool IsAdopted { get; init; }
}
