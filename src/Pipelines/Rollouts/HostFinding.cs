namespace Pipelines.Rollouts;

/// <summary>Something that was looked at on a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="What">What was looked at.</param>
/// <param name="Detail">How it is, in words.</param>
/// <param name="Remedy">What to do about it; null when it is as it should be.</param>
internal sealed record HostFinding(string Host, string What, string Detail, string? Remedy);
