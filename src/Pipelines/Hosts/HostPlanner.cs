using static Pipelines.Hosts.HostAction;

namespace Pipelines.Hosts;

/// <summary>Turns a spec and the state of a host into acts. Pure.</summary>
public static class HostPlanner
{
    /// <summary>The plan that makes a release live. When the deployment is already committed on the host, only what comes after that.</summary>
    /// <exception cref="Errors.PipelineException">What is live runs in a slot that the spec does not have.</exception>
    public static HostPlan Deploy(HostSpec spec, HostState state, string release, string deployment)
    {
        var live = state.Live is { } found ? spec.SlotOf(found.Slot) : null;
        var committed = state.Live?.Deployment == deployment;
        var slot = spec.Strategy == Strategy.Restart ? Slot.MainName
            : committed ? live!.Name
            : spec.Slots.First(slot => slot != live).Name;
        return new HostPlan(
            slot,
            committed ? [] : [.. Hook(spec, HookPoint.BeforeStage), new Stage(release), .. Hook(spec, HookPoint.AfterStage)],
            committed ? [] : [.. spec.VerifyAtActivation ? [new Verify(release)] : Array.Empty<HostAction>(), .. spec.Strategy == Strategy.Restart ? Restart(spec, release, deployment) : BlueGreen(spec, slot, release, deployment)],
            [
                new Commit(slot, release),
                .. spec.Slots.Where(other => other.Name != slot).SelectMany(other => Service(spec, new Drain(other.Name, spec.Drain), new Stop(other.Name))),
                .. Hook(spec, HookPoint.AfterCommit),
                new Prune(spec.Keep),
            ]);
    }

    /// <summary>The acts that bring back what was live before, from wherever a deployment to <paramref name="slot"/> was stopped.</summary>
    /// <exception cref="Errors.PipelineException">What was live ran in a slot that the spec does not have.</exception>
    public static IReadOnlyList<HostAction> Retreat(HostSpec spec, HostState state, string slot) =>
    [
        .. Hook(spec, HookPoint.OnRollback),
        .. state.Live switch
        {
            null => [new Route(null), .. Service(spec, new Stop(slot)), new Clear(slot)],
            { } live when live.Slot == slot => [.. Service(spec, new Stop(slot)), new Point(slot, live.Release, live.Deployment), .. Service(spec, new Start(slot))],
            { } live => (IEnumerable<HostAction>)[new Route(spec.SlotOf(live.Slot).Name), .. Service(spec, new Stop(slot)), new Clear(slot)],
        },
        .. state.Live is { } before ? Prove(spec, before.Slot, before.Release) : [],
    ];

    private static IReadOnlyList<HostAction> Restart(HostSpec spec, string release, string deployment) =>
    [
        .. Hook(spec, HookPoint.BeforeSwitch),
        .. Service(spec, new Stop(Slot.MainName)),
        new Point(Slot.MainName, release, deployment),
        .. Service(spec, new Start(Slot.MainName)),
        .. Hook(spec, HookPoint.AfterSwitch),
        .. Prove(spec, Slot.MainName, release),
    ];

    /// <summary>The new one is proven before traffic moves, and again behind it.</summary>
    private static IReadOnlyList<HostAction> BlueGreen(HostSpec spec, string slot, string release, string deployment) =>
    [
        .. Service(spec, new Stop(slot)),
        new Point(slot, release, deployment),
        .. Service(spec, new Start(slot)),
        .. Prove(spec, slot, release),
        .. Hook(spec, HookPoint.BeforeSwitch),
        new Route(slot),
        .. Hook(spec, HookPoint.AfterSwitch),
        .. Prove(spec, slot, release),
    ];

    private static IEnumerable<HostAction> Hook(HostSpec spec, HookPoint point) => spec.Hooks.ContainsKey(point) ? [new RunHook(point)] : [];

    private static IEnumerable<HostAction> Prove(HostSpec spec, string slot, string release) => spec.Health.Count > 0 ? [new Prove(slot, release)] : [];

    private static IEnumerable<HostAction> Service(HostSpec spec, params IEnumerable<HostAction> acts) => spec.Service is null ? [] : acts;
}
