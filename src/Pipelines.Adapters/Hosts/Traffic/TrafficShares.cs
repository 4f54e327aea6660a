using Pipelines.Adapters.Hosts.Local;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>How the traffic of a host is divided.</summary>
/// <param name="To">Gets <paramref name="Percent"/>; it has a release.</param>
/// <param name="Percent">1 to 100.</param>
/// <param name="Others">The slots that get the rest, or nothing.</param>
internal sealed record TrafficShares(SlotView To, int Percent, IReadOnlyList<SlotView> Others)
{
    /// <summary>Every slot with its share; first the one that traffic is moved to.</summary>
    public IEnumerable<(SlotView Slot, int Percent)> All =>
        [(To, Percent), .. Others.Select(other => (other, other.Release is null ? 0 : 100 - Percent))];
}
