using Pipelines.Hosts.Hooks;

namespace Pipelines.Hosts;

/// <summary>Stops the old release, switches, starts the new one in the same slot.</summary>
internal sealed class RestartStrategy() : Strategy("restart")
{
    public override bool MovesTraffic => false;

    private protected override Slot NextSlot(HostSpec spec, Slot? live) => spec.SlotOf(Slot.MainName);

    private protected override IReadOnlyList<HostAction> Switch(HostSpec spec, string slot, string release, string deployment,
        HostState state) =>
    [
        .. Hook(spec, HookPoint.BeforeSwitch, slot),
        .. Replace(spec, state, slot, release, deployment),
        .. Hook(spec, HookPoint.AfterSwitch, slot),
    ];
}
