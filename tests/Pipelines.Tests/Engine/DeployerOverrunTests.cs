using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;

namespace Pipelines.Tests.Engine;

/// <summary>The calendar closes while a deployment is under way: the rows of the table in docs/guides/calendars.md.</summary>
public sealed class DeployerOverrunTests
{
    private static readonly DeploymentEvent.Blocked Closed = new("freeze", "it is in the freeze year-end.", NextOpen: null);

    [Theory]
    [InlineData("restart")]
    [InlineData("blue-green")]
    public async Task BeforeTheFirstSwitchItIsBlockedAndNothingThatWasLiveHasChanged(string strategy)
    {
        var world = await GivenAsync(strategy);
        world.SecondAnswer = Closed;

        Assert.Equal(ExitCode.Blocked, await world.DeployAsync("R2"));

        Assert.Equal("Requested LeaseTaken Admitted Packaged Planned Staged Staged Blocked", await world.LastEventsAsync());
        Assert.Equal(["R1"], world.Serves);
        Assert.DoesNotContain(world.Actions, act =>
            act.Contains("stop", StringComparison.Ordinal) || act.Contains("start", StringComparison.Ordinal));
        Assert.Equal("blocked", world.Announcer.Told[^1].Outcome);
    }

    [Fact]
    public async Task WhenItOpensAgainTheSameCommandDeploys()
    {
        var world = await GivenAsync();
        world.SecondAnswer = Closed;
        await world.DeployAsync("R2");
        world.NewProcess();
        world.SecondAnswer = null;

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));

        Assert.Equal(["R2"], world.Serves);
    }

    [Fact]
    public async Task AfterTheFirstSwitchItGoesOnToTheEnd()
    {
        var world = await GivenAsync();
        world.NewProcess(AtTheSwitch(() => world.SecondAnswer = Closed));

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));

        Assert.Equal(["R2"], world.Serves);
        Assert.Equal(1, world.Asked - 1); // once for each deployment: R1, then R2
    }

    [Fact]
    public async Task ARetreatIsNotAskedFor()
    {
        var world = await GivenAsync();
        world.Broken.Add("R2");
        world.NewProcess(AtTheSwitch(() => world.SecondAnswer = Closed));

        Assert.Equal(ExitCode.RolledBack, await world.DeployAsync("R2"));

        Assert.Equal(["R1"], world.Serves);
    }

    [Fact]
    public async Task WhatIsLiveAlreadyIsNotAskedFor()
    {
        var world = await GivenAsync();
        world.SecondAnswer = Closed;

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R1"));
    }

    [Fact]
    public async Task InterruptedAfterTheFirstSwitchARunThatIsBlockedBringsBackWhatWasLive()
    {
        var settled = 0;
        for (var at = 1; at < 40; at++)
        {
            var world = await GivenAsync();
            world.NewProcess(new Fault { At = at, Before = (_, _) => throw new CrashException() });
            if (!await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")))
            {
                continue;
            }

            world.NewProcess();
            await world.BlockAsync();

            settled++;
            var history = await world.HistoryAsync();
            Assert.Null(history.Unfinished);
            Assert.Equal(DeploymentResult.Blocked, history.Deployments[^1].Result);
            Assert.Single(world.Serves); // one release everywhere: R1, or R2 when a host had committed it
            Assert.Equal(history.Deployments[^2].Result == DeploymentResult.Succeeded ? "R2" : "R1", world.Serves[0]);
        }

        Assert.InRange(settled, 10, 39);
    }

    [Fact]
    public async Task ARunThatIsBlockedLeavesADeploymentAloneThatIsAtWork()
    {
        var world = await GivenAsync();
        world.NewProcess(AtTheSwitch(() => throw new CrashException()));
        await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2"));
        world.NewProcess();
        await using var lease = await world.Leases().TakeAsync("another", DeploymentWorld.TimeToLive, CancellationToken.None);

        await world.BlockAsync();

        Assert.NotNull((await world.HistoryAsync()).Unfinished);
        Assert.Empty(world.Actions);
    }

    private static Fault AtTheSwitch(Action act) => new()
    {
        Always = (_, action) =>
        {
            if (action is HostAction.Stop)
            {
                act();
            }

            return null;
        },
    };

    private static async Task<DeploymentWorld> GivenAsync(string strategy = "restart")
    {
        var world = new DeploymentWorld(strategy);
        await world.DeployAsync("R1");
        world.NewProcess();
        return world;
    }
}
