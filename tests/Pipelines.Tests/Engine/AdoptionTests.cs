using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts;

namespace Pipelines.Tests.Engine;

/// <summary>What an earlier tool left is the first release of the history.</summary>
public sealed class AdoptionTests
{
    private static readonly EarlierRelease s_link = new(["current -> releases/1"], Serves: true, Moves: null);

    [Theory]
    [InlineData("restart")]
    [InlineData("blue-green")]
    public async Task TheFirstDeploymentAdoptsWhatServesAndARollbackGoesBackToIt(string strategy)
    {
        var world = new DeploymentWorld(strategy);
        world.Hosts[0].Earlier = s_link;

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("1"));

        var history = await world.HistoryAsync();
        Assert.Equal(["Adopted", "Completed"], history.Deployments.Select(record => record.Events[^1].Event.GetType().Name));
        Assert.Equal(["a: current -> releases/1"], history.Deployments[0].Find<DeploymentEvent.Adopted>()!.Parts);
        Assert.Equal(history.Deployments[0], history.RollbackTarget);
        Assert.Equal(ExitCode.Passed, await world.RollBackAsync());
        Assert.Equal(["nothing"], world.Serves);
        Assert.Equal(history.Deployments[0].Release, (await world.HistoryAsync()).Live!.Release);
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("2"));
        Assert.Equal(["2"], world.Serves);
        Assert.Single((await world.HistoryAsync()).Deployments, record => record.Find<DeploymentEvent.Adopted>() is not null);
    }

    [Fact]
    public async Task AFirstDeploymentThatFailsSaysWhatServesAgain()
    {
        var world = new DeploymentWorld();
        world.Hosts[0].Earlier = s_link;
        world.Broken.Add("1");

        Assert.Equal(ExitCode.RolledBack, await world.DeployAsync("1"));

        var history = await world.HistoryAsync();
        Assert.Equal(history.Live!.Release, history.Deployments[^1].Find<DeploymentEvent.RolledBack>()!.Release);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "/srv/app/current")]
    public async Task WhatOnlyAPersonCanJudgeIsNotAdoptedUnasked(bool serves, string? moves)
    {
        var world = new DeploymentWorld();
        world.Hosts[0].Earlier = new EarlierRelease(["files"], serves, moves);

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("1"));

        Assert.Null((await world.HistoryAsync()).RollbackTarget);
    }

    [Fact]
    public async Task APersonAdoptsAnythingOnceAndNothingOfOurs()
    {
        var world = new DeploymentWorld();
        Assert.Equal(ExitCode.Failed, (await Assert.ThrowsAsync<PipelineException>(world.AdoptAsync)).ExitCode);
        world.Hosts[1].Earlier = new EarlierRelease(["the files in /srv/app"], Serves: false, Moves: null);

        var first = await world.AdoptAsync();
        var second = await world.AdoptAsync();

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("1"));
        Assert.Contains("was deployed", (await Assert.ThrowsAsync<PipelineException>(world.AdoptAsync)).Message, StringComparison.Ordinal);
    }

    /// <summary>Killed anywhere, the same command ends the same.</summary>
    [Theory]
    [InlineData("restart")]
    [InlineData("blue-green")]
    public async Task AKilledAdoptionIsDoneAgain(string strategy)
    {
        var crashes = 0;
        foreach (var point in CrashPoint.All())
        {
            var world = new DeploymentWorld(strategy);
            world.Hosts[0].Earlier = world.Hosts[1].Earlier = s_link;
            point.Arm(world);
            if (!await DeploymentWorld.DiesAsync(() => world.DeployAsync("1")))
            {
                continue;
            }

            crashes++;
            world.NewProcess();

            Assert.Equal(ExitCode.Passed, await world.DeployAsync("1"));

            var history = await world.HistoryAsync();
            Assert.Equal("1", history.Live!.Release);
            Assert.NotNull(history.RollbackTarget!.Find<DeploymentEvent.Adopted>());
            Assert.Equal(["1"], world.Serves);
        }

        Assert.InRange(crashes, 40, CrashPoint.All().Count() - 1);
    }
}
