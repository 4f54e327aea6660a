using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;

namespace Pipelines.Tests.Engine;

/// <summary>The process dies at every append and every act; whatever runs next leaves the same as if it had not.</summary>
[Trait("size", "large")]
public sealed class DeployerCrashTests
{
    [Theory]
    [InlineData("restart", false)]
    [InlineData("restart", true)]
    [InlineData("blue-green", false)]
    [InlineData("blue-green", true)]
    public async Task TheSameCommandAgainEndsAsIfNothingHadHappened(string strategy, bool broken)
    {
        var calm = await GivenAsync(strategy, broken);
        await calm.DeployAsync("R2");
        var crashes = 0;
        foreach (var point in CrashPoint.All())
        {
            var world = await GivenAsync(strategy, broken);
            point.Arm(world);
            if (!await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")))
            {
                continue;
            }

            crashes++;
            world.NewProcess();
            var exitCode = await world.DeployAsync("R2");

            Assert.True(calm.States == world.States, $"{point}: {exitCode}\n{world.States}");
            await AssertSettledAsync(world, broken ? "R1" : "R2");
            Assert.Contains(exitCode, broken ? [ExitCode.RolledBack, ExitCode.Blocked] : new[] { ExitCode.Passed });
        }

        Assert.InRange(crashes, 50, CrashPoint.All().Count() - 1);
    }

    [Theory]
    [InlineData("restart", false)]
    [InlineData("restart", true)]
    [InlineData("blue-green", false)]
    [InlineData("blue-green", true)]
    public async Task AnotherReleaseAfterwardsIsLiveEverywhere(string strategy, bool broken)
    {
        foreach (var point in CrashPoint.All())
        {
            var world = await GivenAsync(strategy, broken);
            point.Arm(world);
            if (!await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")))
            {
                continue;
            }

            world.NewProcess();

            Assert.Equal(ExitCode.Passed, await world.DeployAsync("R3"));

            await AssertSettledAsync(world, "R3");
        }
    }

    [Theory]
    [InlineData("restart", false)]
    [InlineData("restart", true)]
    [InlineData("blue-green", false)]
    [InlineData("blue-green", true)]
    public async Task ARollbackAfterwardsGoesToWhatWasLiveBeforeTheHostsWereTouched(string strategy, bool broken)
    {
        foreach (var point in CrashPoint.All())
        {
            var world = await GivenAsync(strategy, broken);
            point.Arm(world);
            if (!await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")))
            {
                continue;
            }

            world.NewProcess();
            var history = await world.HistoryAsync();
            var isLeft = history.IsUncertain || history.Live!.Release == "R2";

            Assert.Equal(ExitCode.Passed, await world.RollBackAsync());

            await AssertSettledAsync(world, isLeft ? "R1" : "R0");
        }
    }

    /// <summary>What was meant is read from the record, not derived anew from a history that the interrupted rollback has
    /// changed.</summary>
    [Theory]
    [InlineData("restart")]
    [InlineData("blue-green")]
    public async Task ARollbackAgainEndsWhereTheInterruptedOneWasGoing(string strategy)
    {
        var crashes = 0;
        foreach (var point in CrashPoint.All())
        {
            var world = await GivenAsync(strategy, broken: false);
            await world.DeployAsync("R2");
            point.Arm(world);
            if (!await DeploymentWorld.DiesAsync(world.RollBackAsync) || (await world.HistoryAsync()).Live!.Release == "R1")
            {
                continue; // not killed, or after its last event
            }

            crashes++;
            world.NewProcess();

            Assert.Equal(ExitCode.Passed, await world.RollBackAsync());

            await AssertSettledAsync(world, "R1");
        }

        Assert.InRange(crashes, 40, CrashPoint.All().Count() - 1);
    }

    /// <summary>An exception that nobody expected ends the program, but leaves no unproven release live.</summary>
    [Theory]
    [InlineData("restart")]
    [InlineData("blue-green")]
    public async Task ADefectAfterTheSwitchRollsBackBeforeItEndsTheProgram(string strategy)
    {
        var rolledBack = 0;
        foreach (var act in Enumerable.Range(1, 36))
        {
            var world = await GivenAsync(strategy, broken: false);
            world.NewProcess(new Fault { At = act, Before = (_, _) => throw new NotSupportedException("nobody expected this") });
            if (await Record.ExceptionAsync(() => world.DeployAsync("R2")) is null
                || world.Actions.Exists(text => text.Contains("record release R2", StringComparison.Ordinal)))
            {
                continue;
            }

            Assert.Equal(["R1"], world.Serves);
            rolledBack += (await world.HistoryAsync()).Deployments[^1].Result == DeploymentResult.RolledBack ? 1 : 0;
        }

        Assert.InRange(rolledBack, 10, 36);
    }

    [Theory]
    [InlineData("restart", false)]
    [InlineData("restart", true)]
    [InlineData("blue-green", false)]
    [InlineData("blue-green", true)]
    public async Task DyingTwiceIsNoWorse(string strategy, bool broken)
    {
        foreach (var first in CrashPoint.All(stride: 5))
        {
            foreach (var second in CrashPoint.All(stride: 11))
            {
                var world = await GivenAsync(strategy, broken);
                first.Arm(world);
                var died = await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2"));
                second.Arm(world);
                if (!died || !await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")))
                {
                    continue;
                }

                world.NewProcess();
                await world.DeployAsync("R2");

                await AssertSettledAsync(world, broken ? "R1" : "R2");
            }
        }
    }

    [Fact]
    public async Task AFirstDeploymentThatDiedLeavesNothingOrAll()
    {
        foreach (var point in CrashPoint.All())
        {
            var world = new DeploymentWorld();
            world.Broken.Add("R2");
            point.Arm(world);
            if (!await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")))
            {
                continue;
            }

            world.NewProcess();
            await world.DeployAsync("R2");

            Assert.Equal(["nothing"], world.Serves);
            Assert.Null((await world.HistoryAsync()).Unfinished);
        }
    }

    [Fact]
    public async Task WhatWasOverriddenStandsInTheLogOnceAndBeforeAnyHostWasSwitched()
    {
        var once = new Override(["window"], "INC-1: the site is down", null, "bob", "ann", "0123456789abcdef0123456789abcdef");
        var crashes = 0;
        foreach (var point in CrashPoint.All())
        {
            var world = await GivenAsync("restart", broken: false);
            point.Arm(world);
            if (!await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2", overriding: once)))
            {
                continue;
            }

            crashes++;
            world.NewProcess();
            var isDone = (await world.HistoryAsync()).Unfinished is null && world.Serves.SequenceEqual(["R2"]);
            // used up by its one deployment
            Assert.Equal(isDone ? ExitCode.Blocked : ExitCode.Passed, await world.DeployAsync("R2", overriding: once));

            var events = (await world.HistoryAsync()).Deployments.SelectMany(record => record.Events).Select(logged => logged.Event)
                .ToList();
            var overridden = events.FindIndex(what => what is DeploymentEvent.Overridden);
            Assert.Single(events.OfType<DeploymentEvent.Overridden>(), what => what.Token == once.Token);
            Assert.IsType<DeploymentEvent.Admitted>(events[overridden..]
                .First(what => what is DeploymentEvent.Admitted or DeploymentEvent.Activating));
            Assert.Equal(ExitCode.Blocked, await world.DeployAsync("R3", overriding: once));
            await AssertSettledAsync(world, "R2");
        }

        Assert.InRange(crashes, 50, CrashPoint.All().Count() - 1);
    }

    private static async Task<DeploymentWorld> GivenAsync(string strategy, bool broken)
    {
        var world = new DeploymentWorld(strategy);
        await world.DeployAsync("R0");
        await world.DeployAsync("R1");
        world.Announcer.Told.Clear();
        if (broken)
        {
            world.Broken.Add("R2");
        }

        return world;
    }

    private static async Task AssertSettledAsync(DeploymentWorld world, string release)
    {
        var history = await world.HistoryAsync();
        Assert.Equal([release], world.Serves);
        Assert.Equal(release, history.Live?.Release);
        Assert.Null(history.Unfinished);
        Assert.Null((await world.Leases().ShowAsync(CancellationToken.None)).Holder);
        Assert.Equal(world.Announcer.Told.Distinct(), world.Announcer.Told);
        Assert.All(history.Deployments, record => Assert.NotEqual(DeploymentResult.RollbackFailed, record.Result));
    }
}
