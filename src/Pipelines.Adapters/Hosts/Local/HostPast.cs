namespace Pipelines.Adapters.Hosts.Local;

/// <summary>What a host served before a deployment, where that is not a release of ours: what a retreat of it comes back to.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Links">The places that it takes where a link was, with the target of that as bytes.</param>
internal sealed record HostPast(string Deployment, IReadOnlyDictionary<string, byte[]> Links)
{
    /// <summary>The id that it was given as a release to go back to; null when it was not adopted.</summary>
    public string? Release { get; init; }

    /// <summary>Slots whose service ran, with the directory that the slot's link led to; null when there was none.</summary>
    public IReadOnlyDictionary<string, string?> Services { get; init => field = value ?? new Dictionary<string, string?>(); } =
        new Dictionary<string, string?>();
}
