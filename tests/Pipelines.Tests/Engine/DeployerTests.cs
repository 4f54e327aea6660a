using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;

namespace Pipelines.Tests.Engine;

public sealed class DeployerTests
{
    private const string Prepared = "Requested LeaseTaken Admitted Packaged Planned Staged Staged";

    [Theory]
    [InlineData("restart")]
    [InlineData("blue-green")]
    public async Task EveryHostIsPreparedBeforeOneIsActivatedAndAllAreProvenBeforeOneIsCommitted(string strategy)
    {
        var world = new DeploymentWorld(strategy);

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R1"));

        Assert.Equal($"{Prepared} Activating Activated Activating Activated Completed", await world.LastEventsAsync());
        Assert.Equal(["R1"], world.Serves);
        var acts = world.Actions.Select(act => act.Split(' ')[1]).ToList();
        Assert.True(acts.LastIndexOf("stage") < acts.IndexOf("start"));
        Assert.True(acts.LastIndexOf("prove") < acts.IndexOf("record"));
        Assert.Equal(["running", "succeeded"], world.Announcer.Told.Select(told => told.Outcome));
    }

    [Fact]
    public async Task WhatIsLiveAlreadyAndProvesItIsNotTouched()
    {
        var world = await GivenAsync();

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R1"));

        Assert.Equal("Requested LeaseTaken Admitted Packaged Completed", await world.LastEventsAsync());
        Assert.All(world.Actions, act => Assert.Contains("prove", act, StringComparison.Ordinal));
        Assert.Equal("unchanged", DeploymentText.Outcome((await world.HistoryAsync()).Deployments[^1]));
    }

    [Theory]
    [InlineData("restart")]
    [InlineData("blue-green")]
    public async Task AgainDeploysWhatIsLive(string strategy)
    {
        var world = await GivenAsync(strategy);

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R1", again: true));

        Assert.Equal($"{Prepared} Activating Activated Activating Activated Completed", await world.LastEventsAsync());
        Assert.Equal(["R1"], world.Serves);
    }

    [Fact]
    public async Task AReleaseAtFaultIsRefusedUntilAgainIsSaid()
    {
        var world = await GivenAsync();
        world.Broken.Add("R2");
        Assert.Equal(ExitCode.RolledBack, await world.DeployAsync("R2"));
        world.NewProcess();

        Assert.Equal(ExitCode.Blocked, await world.DeployAsync("R2"));
        Assert.Equal("Requested LeaseTaken Admitted Packaged Blocked", await world.LastEventsAsync());
        Assert.Empty(world.Actions);
        Assert.Equal(ExitCode.Blocked, await world.DeployAsync("R2"));

        world.Broken.Clear();
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2", again: true));
        Assert.Equal(["R2"], world.Serves);
    }

    [Fact]
    public async Task ARollbackThatFailsCondemnsNothing()
    {
        var world = await GivenAsync();
        await world.DeployAsync("R2");
        world.Broken.Add("R1");

        Assert.Equal(ExitCode.RolledBack, await world.RollBackAsync());

        Assert.Equal(["R2"], world.Serves);
        Assert.Null((await world.HistoryAsync()).Condemnation("R1"));
    }

    [Fact]
    public async Task WhileAnotherHoldsTheLeaseNothingIsRecorded()
    {
        var world = await GivenAsync();
        var before = (await world.HistoryAsync()).Deployments.Count;
        await using var other = await world.Leases().TakeAsync("ann, manual", DeploymentWorld.TimeToLive, CancellationToken.None);

        Assert.Equal(ExitCode.LeaseHeld, await world.DeployAsync("R2"));

        Assert.Equal(before, (await world.HistoryAsync()).Deployments.Count);
        Assert.Equal(["R1"], world.Serves);
    }

    [Fact]
    public async Task AnotherCommitWithTheSameFilesIsADeploymentOfItsOwn()
    {
        var world = await GivenAsync();
        new CrashPoint("after act", 12).Arm(world);
        Assert.True(await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2", commit: "one")));
        world.NewProcess();

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2", commit: "two"));

        var history = await world.HistoryAsync();
        Assert.Equal("two", history.Live!.Request.Commit);
        Assert.Equal(DeploymentResult.RolledBack, history.Deployments[^2].Result);
    }

    private static async Task<DeploymentWorld> GivenAsync(string strategy = "restart")
    {
        var world = new DeploymentWorld(strategy);
        await world.DeployAsync("R1");
        world.NewProcess();
        return world;
    }
}
