using Pipelines.Hosts.Hooks;
using static Pipelines.Hosts.HostAction;

namespace Pipelines.Hosts;

/// <summary>Starts and proves the new release in the idle slot, then moves traffic there. It is proven once more behind the
/// traffic.</summary>
internal class BlueGreenStrategy(string name = "blue-green") : Strategy(name)
{
    public override bool MovesTraffic => true;

    private protected override Slot NextSlot(HostSpec spec, Slot? live) => spec.Slots.First(slot => slot != live);

    private protected override IReadOnlyList<HostAction> Switch(HostSpec spec, string slot, string release, string deployment,
        HostState state) =>
    [
        .. Replace(spec, state, slot, release, deployment),
        .. DirectProof(spec, slot, release),
        .. Hook(spec, HookPoint.BeforeSwitch, slot),
        .. Approach(spec, slot, release),
        new Route(slot),
        .. Hook(spec, HookPoint.AfterSwitch, slot),
    ];

    /// <summary>What comes before all traffic moves.</summary>
    private protected virtual IEnumerable<HostAction> Approach(HostSpec spec, string slot, string release) => [];
}
