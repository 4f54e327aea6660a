namespace Pipelines.Hosts;

/// <summary>What a host knows of itself.</summary>
/// <param name="Live">The last release that was committed; null before the first.</param>
/// <param name="Token">Highest fencing token seen; 0 before the first.</param>
/// <param name="Staged">Releases that lie ready.</param>
public sealed record HostState(LiveRelease? Live, long Token, IReadOnlyList<string> Staged);
