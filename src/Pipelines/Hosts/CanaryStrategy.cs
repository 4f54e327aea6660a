using Pipelines.Hosts.Hooks;
using static Pipelines.Hosts.HostAction;

namespace Pipelines.Hosts;

/// <summary>Starts and proves the new release in the idle slot, then moves traffic there in steps. At each of them it has to go on passing
/// its
/// checks for a while.</summary>
internal sealed class CanaryStrategy() : Strategy("canary")
{
    public override bool MovesTraffic => true;

    private protected override Slot NextSlot(HostSpec spec, Slot? live) => spec.Slots.First(slot => slot != live);

    private protected override IReadOnlyList<HostAction> Switch(HostSpec spec, string slot, string release, string deployment,
        bool stops) =>
    [
        .. Replace(spec, slot, release, deployment, stops),
        .. DirectProof(spec, slot, release),
        .. Hook(spec, HookPoint.BeforeSwitch, slot),
        .. spec.Canary.Percents.SelectMany(percent => Step(spec, slot, release, percent)),
        new Route(slot),
        .. Hook(spec, HookPoint.AfterSwitch, slot),
    ];

    private static IEnumerable<HostAction> Step(HostSpec spec, string slot, string release, int percent) =>
        [new Route(slot, percent), .. DirectProof(spec, slot, release, spec.Canary.Pause)];
}
