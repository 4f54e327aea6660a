using Pipelines.Errors;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;
using static Pipelines.Hosts.HostAction;

namespace Pipelines.Hosts;

/// <summary>How a new release takes over on a host: a strategy turns how a host stands into a plan. A new strategy is a new class and a
/// line in <see cref="All"/>.</summary>
public abstract class Strategy
{
    private protected Strategy(string name) => Name = name;

    /// <summary>One slot: stop the old release, switch, start the new one. A short downtime.</summary>
    public static Strategy Restart { get; } = new RestartStrategy();

    /// <summary>Two slots: the new release is started and proven beside the old one, then traffic moves. No downtime.</summary>
    public static Strategy BlueGreen { get; } = new BlueGreenStrategy();

    /// <summary>As blue-green, but traffic moves in steps, and the new release is proven at each.</summary>
    public static Strategy Canary { get; } = new CanaryStrategy();

    public static IReadOnlyList<Strategy> All { get; } = [Restart, BlueGreen, Canary];

    /// <summary>As the configuration file writes it.</summary>
    public string Name { get; }

    /// <summary>Whether a release has a slot of its own, so that traffic has to move between slots.</summary>
    public abstract bool MovesTraffic { get; }

    /// <summary>The slot that the next release goes to.</summary>
    /// <param name="spec">How the app is deployed.</param>
    /// <param name="live">The slot of the live release; null when nothing is live.</param>
    private protected abstract Slot NextSlot(HostSpec spec, Slot? live);

    /// <summary>From the running release to the new one, up to its last proof.</summary>
    /// <param name="spec">How the app is deployed.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="release">The release.</param>
    /// <param name="deployment">The deployment.</param>
    /// <param name="state">How the host stands.</param>
    private protected abstract IReadOnlyList<HostAction> Switch(HostSpec spec, string slot, string release, string deployment,
        HostState state);

    /// <summary>The plan that makes a release live. When the host has committed the deployment already, only what comes after
    /// that.</summary>
    /// <exception cref="Errors.PipelineException">What is live runs in a slot that the spec does not have.</exception>
    public HostPlan Deploy(HostSpec spec, HostState state, string release, string deployment)
    {
        var live = state.Live is { IsAdopted: false } found ? spec.SlotOf(found.Slot) : null;
        var isCommitted = state.Live?.Deployment == deployment;
        if (release == state.Adopted)
        {
            return Back(spec, state, live ?? spec.Slots[0], release);
        }

        var slot = (isCommitted ? live! : NextSlot(spec, live)).Name;
        var plan = new HostPlan(slot, [], [], [], [
            new Commit(slot, release),
            .. spec.Slots.Where(other => other.Name != slot)
                .SelectMany(other => If(Stops(spec, state), new Drain(other.Name, spec.Drain), new Stop(other.Name))),
            .. Hook(spec, HookPoint.AfterCommit, slot),
            new Prune(spec.Keep),
        ]);
        return isCommitted ? plan : plan with
        {
            Prepare = [.. Hook(spec, HookPoint.BeforeStage, slot), new Stage(release), .. Hook(spec, HookPoint.AfterStage, slot)],
            Activate =
            [
                .. spec.VerifyAtActivation ? [new Verify(release)] : Array.Empty<HostAction>(),
                .. live is not null && live.Name != slot ? [new Hold(live.Name)] : Array.Empty<HostAction>(),
                .. Switch(spec, slot, release, deployment, state),
            ],
            Prove = [.. Proof(spec, slot, release)],
        };
    }

    /// <summary>The acts that roll a host back to what was live, from wherever a deployment to <paramref name="slot"/> stopped.</summary>
    /// <exception cref="Errors.PipelineException">What was live ran in a slot that the spec does not have.</exception>
    public static IReadOnlyList<HostAction> Retreat(HostSpec spec, HostState state, string slot) =>
    [
        .. Hook(spec, HookPoint.OnRollback, slot),
        .. state.Live switch
        {
            null or { IsAdopted: true } => [new Route(null), .. If(Stops(spec, state), new Stop(slot)), new Clear(slot)],
            { } live when live.Slot == slot && Waits(spec, state) =>
                [new Point(slot, live.Release, live.Deployment), new Start(slot, Again: true)],
            { } live when live.Slot == slot =>
            [
                .. If(Stops(spec, state), new Stop(slot)), new Point(slot, live.Release, live.Deployment),
                .. If(state.LiveHasService ?? spec.Service is not null, new Start(slot)),
                .. spec.Strategy.MovesTraffic ? [new Route(slot)] : Array.Empty<HostAction>(), // it may be on its way to what was adopted
            ],
            { } live =>
            (IEnumerable<HostAction>)
            [
                new Route(spec.SlotOf(live.Slot).Name),
                .. If(Stops(spec, state), new Drain(slot, spec.Drain), new Stop(slot)),
                new Clear(slot),
            ],
        },
        .. state.Live is { IsAdopted: false } before
            ? If((state.LiveHasChecks ?? spec.Health.Count > 0) || (state.LiveHasService ?? spec.Service is not null),
                new HostAction.Prove(before.Slot, before.Release)) : [],
    ];

    /// <summary>The plan that goes back to what an earlier tool left: its links as they were, and its service. It has no hooks and no
    /// checks: those are of releases of ours.</summary>
    /// <exception cref="PipelineException">Traffic is moved in a way that only knows slots.</exception>
    private static HostPlan Back(HostSpec spec, HostState state, Slot live, string release)
    {
        if (spec.Traffic is TrafficSpec.Command or TrafficSpec.HaProxy)
        {
            throw new PipelineException(
                $"release {release} was left by an earlier tool, and deploy.traffic only knows slots.",
                "Go back by hand: move traffic to what served before, then stop the slots.");
        }

        var plan = new HostPlan(live.Name, [], [], [], [new Commit(live.Name, release), new Prune(spec.Keep)]);
        return state.Live is { IsAdopted: true } ? plan : plan with
        {
            Activate =
            [
                new Route(null),
                .. spec.Slots.SelectMany(slot => (HostAction[])[.. If(Stops(spec, state), new Stop(slot.Name)), new Clear(slot.Name)]),
            ],
        };
    }

    /// <summary>Puts a release into a slot and runs it there.</summary>
    private protected static IEnumerable<HostAction> Replace(HostSpec spec, HostState state, string slot, string release,
        string deployment) => Waits(spec, state) ? [new Point(slot, release, deployment), new Start(slot, Again: true)]
        :
        [
            .. If(Stops(spec, state), new Stop(slot)), new Point(slot, release, deployment),
            .. If(spec.Service is not null, new Start(slot)),
        ];

    private protected static IEnumerable<HostAction> Hook(HostSpec spec, HookPoint point, string slot) =>
        spec.Hooks.ContainsKey(point) ? [new RunHook(point, slot)] : [];

    private protected static IEnumerable<HostAction> Proof(HostSpec spec, string slot, string release) =>
        spec.Health.Count > 0 || spec.Service is not null ? [new HostAction.Prove(slot, release)] : [];

    /// <summary>Proof by the checks that ask the slot itself, while traffic goes elsewhere or to both slots.</summary>
    private protected static IEnumerable<HostAction> DirectProof(HostSpec spec, string slot, string release,
        TimeSpan throughout = default) =>
        spec.Health.Any(check => !check.ViaTraffic) || spec.Service is not null
            ? [new HostAction.Prove(slot, release, ViaTraffic: false, throughout)] : [];

    /// <summary>Whether a service has to be stopped: the new release's, or the live one's.</summary>
    private static bool Stops(HostSpec spec, HostState state) => spec.Service is not null || state.LiveHasService == true;

    /// <summary>Whether clients wait while the service is started again, because what is live and what comes are one unit behind a
    /// socket.</summary>
    private static bool Waits(HostSpec spec, HostState state) =>
        spec.Service is ServiceSpec.Systemd { Waits: true, Unit: var unit } && state.LiveWaits == unit;

    private static IEnumerable<HostAction> If(bool isNeeded, params IEnumerable<HostAction> acts) => isNeeded ? acts : [];

    public override string ToString() => Name;
}
