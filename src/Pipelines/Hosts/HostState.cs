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

    /// <summary>Id of the release that was adopted from an earlier tool, and can be gone back to; null for none.</summary>
    public string? Adopted { get; init; }

    /// <summary>Whether the live release has a service that has to be stopped and started; null when none of ours is live, or nobody
    /// recorded it: then as the file says.</summary>
    public bool? LiveHasService { get; init; }

    /// <summary>The unit of the live release, when a socket listens for it, so that clients wait while it is started again; else
    /// null.</summary>
    public string? LiveWaits { get; init; }

    /// <summary>Whether the live release has health checks of its own; null as above.</summary>
    public bool? LiveHasChecks { get; init; }

    /// <summary>Why the service of the live release does not run; null when it does, or needs none, or nobody asked.</summary>
    public string? Stopped { get; init; }

    /// <summary>How often the service of the live release was started again because it had ended; 0 when nobody counts, or asked.</summary>
    public int Restarts { get; init; }

    /// <summary>What an earlier tool left, where nothing of ours is live; null for nothing, or when nobody asked.</summary>
    public EarlierRelease? Earlier { get; init; }
}
