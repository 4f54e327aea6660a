namespace Pipelines.Adapters.Hosts.Local;

/// <summary>What a host served before a deployment, where that is not a release of ours: what a retreat of it comes back to.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Links">The places that it takes where a link was, with the target of that as bytes.</param>
/// <param name="Running">Whether the service ran.</param>
/// <param name="Directory">Directory that the slot's link led to; null when there was none.</param>
internal sealed record HostPast(string Deployment, IReadOnlyDictionary<string, byte[]> Links, bool Running, string? Directory);
