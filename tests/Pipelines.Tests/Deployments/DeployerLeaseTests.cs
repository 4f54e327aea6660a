using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Locks;

namespace Pipelines.Tests.Deployments;

/// <summary>The lease is lost in the middle of a deployment.</summary>
public sealed class DeployerLeaseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AHolderThatLostItsLeaseStopsAtOnceAndTheNextOneSettlesWhatItLeft(bool taken)
    {
        for (var at = 1; at <= 34; at++)
        {
            var world = new DeploymentWorld();
            await world.DeployAsync("R1");
            Lease? thief = null;
            world.NewProcess(new Fault { At = at, Before = (_, _) => Lose() });

            Assert.Equal(ExitCode.LeaseHeld, await world.DeployAsync("R2"));

            Assert.Equal(at, world.Actions.Count);
            Assert.Null((await world.HistoryAsync()).Deployments[^1].EndedAt);
            await (thief?.DisposeAsync() ?? ValueTask.CompletedTask);
            world.NewProcess();
            Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
            Assert.Equal(["R2"], world.Serves);

            HostOutcome? Lose()
            {
                world.Process.CutOff = true;
                world.Clock.Advance(DeploymentWorld.TimeToLive);
                thief = taken ? world.Leases().TakeAsync("thief", DeploymentWorld.TimeToLive, CancellationToken.None).GetAwaiter().GetResult() : null;
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
        var log = new EventLog(asleep, "app", "production", world.Clock);
        await using var lease = await world.Leases(asleep).TakeAsync("sleeper", DeploymentWorld.TimeToLive, CancellationToken.None);
        var journal = new Pipelines.Deployments.DeploymentJournal(log, lease, "sleeping");
        await journal.AppendAsync(new DeploymentEvent.LeaseTaken(lease.Token, lease.Holder));
        asleep.CutOff = true;
        world.Clock.Advance(DeploymentWorld.TimeToLive);
        world.NewProcess();
        await world.DeployAsync("R2");
        await log.ReadAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<PipelineException>(() => journal.AppendAsync(new DeploymentEvent.RetreatStarted()));

        Assert.Equal(ExitCode.LeaseHeld, refused.ExitCode);
        Assert.True(lease.Lost.IsCancellationRequested);
        Assert.Equal(["R2"], world.Serves);
    }
}
