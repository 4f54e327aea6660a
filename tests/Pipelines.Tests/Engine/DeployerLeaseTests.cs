using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Locks;

namespace Pipelines.Tests.Engine;

/// <summary>The lease is lost in the middle of a deployment.</summary>
public sealed class DeployerLeaseTests
{
    /// <summary>After the last one there is nothing left to stop.</summary>
    private const int ActsOfADeployment = 24;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AHolderThatLostItsLeaseStopsAtOnceAndTheNextOneSettlesWhatItLeft(bool taken)
    {
        for (var at = 1; at < ActsOfADeployment; at++)
        {
            var world = new DeploymentWorld();
            await world.DeployAsync("R1");
            var thieves = new List<Lease>();
            world.NewProcess(new Fault { At = at, Before = (_, _) => Lose() });

            Assert.Equal(ExitCode.LeaseHeld, await world.DeployAsync("R2"));

            Assert.Equal(at, world.Actions.Count);
            Assert.Null((await world.HistoryAsync()).Deployments[^1].EndedAt);
            foreach (var thief in thieves)
            {
                await thief.DisposeAsync();
            }

            world.NewProcess();
            Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
            Assert.Equal(["R2"], world.Serves);

            HostOutcome? Lose()
            {
                world.Process.CutOff = true;
                world.Clock.Advance(DeploymentWorld.TimeToLive);
                if (taken)
                {
                    var taking = world.Leases().TakeAsync("thief", DeploymentWorld.TimeToLive, CancellationToken.None);
                    while (!taking.Wait(TimeSpan.FromMilliseconds(1)))
                    {
                        world.Clock.Advance(TimeSpan.FromSeconds(1)); // it watches for the time to live
                    }

                    thieves.Add(taking.Result);
                }

                return null;
            }
        }
    }

    [Fact]
    public async Task AHolderThatSleptThroughItsLeaseAppendsNothingMore()
    {
        var world = new DeploymentWorld();
        await world.DeployAsync("R1");
        var asleep = world.Process;
        var anchors = world.Anchors(asleep);
        await using var lease = await world.Leases(asleep).TakeAsync("sleeper", DeploymentWorld.TimeToLive, CancellationToken.None);
        var journal = new DeploymentJournal(anchors, lease, "sleeping");
        await journal.AppendAsync(new DeploymentEvent.LeaseTaken(lease.Token, lease.Holder));
        asleep.CutOff = true;
        world.Clock.Advance(DeploymentWorld.TimeToLive);
        world.NewProcess();
        await world.DeployAsync("R2");
        await anchors.Log.ReadAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<PipelineException>(() => journal.AppendAsync(new DeploymentEvent.RetreatStarted()));

        Assert.Equal(ExitCode.LeaseHeld, refused.ExitCode);
        Assert.True(lease.Lost.IsCancellationRequested);
        Assert.Equal(["R2"], world.Serves);
    }
}
