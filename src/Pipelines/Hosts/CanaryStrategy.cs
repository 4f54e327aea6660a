using static Pipelines.Hosts.HostAction;

namespace Pipelines.Hosts;

/// <summary>As blue-green, but traffic moves in steps. At each of them the new release has to go on passing its checks for a
/// while.</summary>
internal sealed class CanaryStrategy() : BlueGreenStrategy("canary")
{
    private protected override IEnumerable<HostAction> Approach(HostSpec spec, string slot, string release) =>
        spec.Canary.Percents.SelectMany<int, HostAction>(percent =>
            [new Route(slot, percent), .. DirectProof(spec, slot, release, spec.Canary.Pause)]);
}
