using System.Text.Json.Serialization;
using Pipelines.Hosts;
using Pipelines.Model;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>The host's state file.</summary>
/// <param name="Token">Highest fencing token seen.</param>
/// <param name="Live">The last release that was committed.</param>
/// <param name="Previous">The last one with another release, which prune keeps.</param>
internal sealed record HostMemory(long Token, LiveRelease? Live, LiveRelease? Previous)
{
    /// <summary>What lies among the releases and is not ours, as people were told.</summary>
    public IReadOnlyList<string> Strangers { get; init => field = value ?? []; } = []; // an older state file has none

    /// <summary>What the host served before the deployment that is at work; null when that was ours.</summary>
    public HostPast? Past { get; init; }

    /// <summary>The slot that all traffic was last moved to; null when that is not known, as in the middle of moving it.</summary>
    public string? Served { get; init; }

    /// <summary>What an earlier tool left; null for nothing.</summary>
    public HostPast? Adopted { get; init; }

    /// <summary>The log that the token belongs to; null before the first deployment that said so.</summary>
    public LogIdentity? Log { get; init; }

    /// <summary>The last event of that log that a deployment told of: a log without it is not the same any more.</summary>
    public LogHead? Head { get; init; }

    /// <summary>Whether a release of ours is live.</summary>
    [JsonIgnore]
    public bool ServesOurs => Live is { IsAdopted: false };

    /// <summary>The same when a deployment has come to its end.</summary>
    public HostMemory Committed(LiveRelease live) => this with
    {
        Past = null,
        Live = live with { IsAdopted = live.Release == Adopted?.Release },
        Previous = Live?.Release == live.Release ? Previous : Live,
        Adopted = Live is { IsAdopted: true } before && Past is { } past ? past with { Release = before.Release } : Adopted,
    };

    public static HostMemory None { get; } = new(0, null, null);
}
