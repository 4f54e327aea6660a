using Pipelines.Model;

namespace Pipelines.Hosts;

/// <summary>What a host knows of itself.</summary>
/// <param name="Live">The last release that was committed; null before the first.</param>
/// <param name="Token">Highest fencing token seen; 0 before the first.</param>
/// <param name="Staged">Releases that lie ready.</param>
public sealed record HostState(LiveRelease? Live, long Token, IReadOnlyList<string> Staged)
{
    /// <summary>The log that the token belongs to; null before the first deployment that said so.</summary>
    public LogIdentity? Log { get; init; }

    /// <summary>The last event of that log that the host was told of; null before the first.</summary>
    public LogHead? Head { get; init; }
}
