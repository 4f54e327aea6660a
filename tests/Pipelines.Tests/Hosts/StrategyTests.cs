using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;

namespace Pipelines.Tests.Hosts;

public sealed class StrategyTests
{
    private static readonly Slot[] TwoSlots = [new Slot("blue", 1), new Slot("green", 2)];

    [Fact]
    public void RestartWithEverything() => AssertPlan(
        Full(Strategy.Restart),
        Live("R1", "main", "D1"),
        """
        run hook before-stage
        stage release R2
        run hook after-stage
        --
        run hook before-switch
        stop the service in slot main
        point slot main to release R2
        start the service in slot main
        run hook after-switch
        prove that release R2 answers in slot main
        --
        record release R2 in slot main as live
        run hook after-commit
        keep 5 releases
        -- back
        run hook on-rollback
        stop the service in slot main
        point slot main to release R1
        start the service in slot main
        prove that release R1 answers in slot main
        """);

    [Fact]
    public void BlueGreenWithEverything() => AssertPlan(
        Full(Strategy.BlueGreen),
        Live("R1", "blue", "D1"),
        """
        run hook before-stage
        stage release R2
        run hook after-stage
        --
        keep traffic in slot blue
        stop the service in slot green
        point slot green to release R2
        start the service in slot green
        prove that release R2 answers in slot green
        run hook before-switch
        move traffic to slot green
        run hook after-switch
        prove that release R2 answers in slot green
        --
        record release R2 in slot green as live
        let slot blue drain for up to 10s
        stop the service in slot blue
        run hook after-commit
        keep 5 releases
        -- back
        run hook on-rollback
        move traffic to slot blue
        let slot green drain for up to 10s
        stop the service in slot green
        empty slot green
        prove that release R1 answers in slot blue
        """);

    [Fact]
    public void CanaryWithEverything() => AssertPlan(
        Full(Strategy.Canary) with
        {
            Health = [new TcpCheck("127.0.0.1", "1"), new TcpCheck("127.0.0.1", "80") { ViaTraffic = true }],
            Canary = new CanarySteps([10, 50], TimeSpan.FromSeconds(30)),
        },
        Live("R1", "blue", "D1"),
        """
        run hook before-stage
        stage release R2
        run hook after-stage
        --
        keep traffic in slot blue
        stop the service in slot green
        point slot green to release R2
        start the service in slot green
        prove that release R2 answers in slot green
        run hook before-switch
        send 10 % of the traffic to slot green
        prove that release R2 answers in slot green for 30s
        send 50 % of the traffic to slot green
        prove that release R2 answers in slot green for 30s
        move traffic to slot green
        run hook after-switch
        prove that release R2 answers in slot green
        --
        record release R2 in slot green as live
        let slot blue drain for up to 10s
        stop the service in slot blue
        run hook after-commit
        keep 5 releases
        -- back
        run hook on-rollback
        move traffic to slot blue
        let slot green drain for up to 10s
        stop the service in slot green
        empty slot green
        prove that release R1 answers in slot blue
        """);

    [Fact]
    public void ChecksThroughTheProxyWaitForTheTraffic()
    {
        var spec = Full(Strategy.BlueGreen) with { Health = [new TcpCheck("127.0.0.1", "80") { ViaTraffic = true }] };
        var plan = spec.Strategy.Deploy(spec, Live("R1", "blue", "D1"), "R2", "D2");

        Assert.All(plan.Activate.OfType<HostAction.Prove>(), proof => Assert.False(proof.ViaTraffic));
        Assert.Equal([new HostAction.Prove("green", "R2", ViaTraffic: true)], plan.Prove);
    }

    [Fact]
    public void TheFirstDeploymentByRestart() => AssertPlan(
        Bare(Strategy.Restart) with { Service = new ServiceSpec.Systemd("app") },
        (LiveRelease?)null,
        """
        stage release R2
        --
        stop the service in slot main
        point slot main to release R2
        start the service in slot main
        prove that release R2 answers in slot main
        --
        record release R2 in slot main as live
        keep 5 releases
        -- back
        take traffic away
        stop the service in slot main
        empty slot main
        """);

    [Fact]
    public void TheFirstDeploymentByBlueGreen() => AssertPlan(
        Bare(Strategy.BlueGreen) with { Service = new ServiceSpec.Systemd("app@{slot}") },
        (LiveRelease?)null,
        """
        stage release R2
        --
        stop the service in slot blue
        point slot blue to release R2
        start the service in slot blue
        prove that release R2 answers in slot blue
        move traffic to slot blue
        prove that release R2 answers in slot blue
        --
        record release R2 in slot blue as live
        let slot green drain for up to 10s
        stop the service in slot green
        keep 5 releases
        -- back
        take traffic away
        stop the service in slot blue
        empty slot blue
        """);

    /// <summary>Behind a socket nothing is stopped before what comes is in place; unless something else is live there.</summary>
    [Fact]
    public void AServiceForWhichClientsWaitIsStartedAgain()
    {
        var unit = new UnitSpec(["app"], null, TimeSpan.Zero, [], "127.0.0.1:80");
        var spec = Bare(Strategy.Restart) with { Service = new ServiceSpec.Systemd("app.service", unit) };
        var state = Live("R1", "main", "D1") with { LiveHasService = true, LiveWaits = "app.service" };
        AssertPlan(spec, state, """
            stage release R2
            --
            point slot main to release R2
            start the service in slot main again
            prove that release R2 answers in slot main
            --
            record release R2 in slot main as live
            keep 5 releases
            -- back
            point slot main to release R1
            start the service in slot main again
            prove that release R1 answers in slot main
            """);

        foreach (var other in new[] { null, "other.service" })
        {
            var plan = spec.Strategy.Deploy(spec, state with { LiveWaits = other }, "R2", "D2");
            Assert.Equal([new HostAction.Stop("main"), new HostAction.Point("main", "R2", "D2"), new HostAction.Start("main")],
                plan.Activate);
        }
    }

    [Fact]
    public void FilesOnly() => AssertPlan(
        Bare(Strategy.Restart),
        Live("R1", "main", "D1"),
        """
        stage release R2
        --
        point slot main to release R2
        --
        record release R2 in slot main as live
        keep 5 releases
        -- back
        point slot main to release R1
        """);

    [Theory]
    [InlineData("restart", "main")]
    [InlineData("blue-green", "green")]
    public void WhatIsCommittedAlreadyIsOnlySettled(string strategy, string slot)
    {
        var plan = Full(Named(strategy)).Strategy.Deploy(Full(Named(strategy)), Live("R2", slot, "D2"), "R2", "D2");

        Assert.Equal((slot, 0, 0), (plan.Slot, plan.Prepare.Count, plan.Activate.Count));
        Assert.Equal($"record release R2 in slot {slot} as live", plan.Commit[0].Description);
    }

    [Theory]
    [InlineData("restart", "main", "main")]
    [InlineData("blue-green", "green", "blue")]
    public void TheSameReleaseAgainIsDeployedWhole(string strategy, string live, string slot)
    {
        var plan = Full(Named(strategy)).Strategy.Deploy(Full(Named(strategy)), Live("R2", live, "D1"), "R2", "D2");

        Assert.Equal(slot, plan.Slot);
        Assert.Contains(new HostAction.Point(slot, "R2", "D2"), plan.Activate);
    }

    [Fact]
    public void ARetreatBringsBackTheVariablesOfTheDeploymentThatWasLive() =>
        Assert.Contains(new HostAction.Point("main", "R1", "D1"),
            Strategy.Retreat(Full(Strategy.Restart), Live("R1", "main", "D1"), "main"));

    [Theory]
    [InlineData("restart", "blue")]
    [InlineData("blue-green", "main")]
    public void AStrategyChangedUnderWhatIsLiveIsRefusedBeforeAnythingIsTouched(string strategy, string live)
    {
        var error =
            Assert.Throws<PipelineException>(() =>
                Full(Named(strategy)).Strategy.Deploy(Full(Named(strategy)), Live("R1", live, "D1"), "R2", "D2"));

        Assert.StartsWith($"/srv/app: slot {live} is in use, but the configured strategy has only ", error.Message,
            StringComparison.Ordinal);
        Assert.Throws<PipelineException>(() =>
            Strategy.Retreat(Full(Named(strategy)), Live("R1", live, "D1"), Full(Named(strategy)).Slots[0].Name));
    }

    private static void AssertPlan(HostSpec spec, HostState state, string expected)
    {
        var plan = spec.Strategy.Deploy(spec, state, "R2", "D2");
        var text =
            string.Join("\n--\n",
                new IEnumerable<HostAction>[] { plan.Prepare, [.. plan.Activate, .. plan.Prove], plan.Commit }.Select(Text))
            + $"\n-- back\n{Text(Strategy.Retreat(spec, state, plan.Slot))}";
        Assert.Equal(expected.ReplaceLineEndings("\n"), text);
    }

    private static void AssertPlan(HostSpec spec, LiveRelease? live, string expected) =>
        AssertPlan(spec, new HostState(live, 1, []), expected);

    private static string Text(IEnumerable<HostAction> actions) => string.Join('\n', actions.Select(action => action.Description));

    private static HostState Live(string release, string slot, string deployment) => new(new LiveRelease(release, slot, deployment), 1, []);

    private static Strategy Named(string name) => Strategy.All.Single(strategy => strategy.Name == name);

    private static HostSpec Bare(Strategy strategy) => new()
    {
        Root = "/srv/app",
        Strategy = strategy,
        Slots = strategy == Strategy.Restart ? [new Slot(Slot.MainName, null)] : TwoSlots,
        Drain = TimeSpan.FromSeconds(10),
    };

    private static HostSpec Full(Strategy strategy) => Bare(strategy) with
    {
        Service = new ServiceSpec.Systemd("app@{slot}"),
        Health = [new TcpCheck("127.0.0.1", "1")],
        Hooks = HookPoints.Names.Keys.ToDictionary(point => point, _ => new HookSpec(["true"], HookSpec.DefaultWithin)),
    };
}
