using Pipelines.Errors;
using Pipelines.Model;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: a token is compared across histories. It belongs to the log that gave it.</summary>
public sealed class HostLogTests
{
    private static readonly LogIdentity Old = new("aaaaaaaaaaaaaaaa", "backend/production in file:/old");
    private static readonly LogIdentity New = new("bbbbbbbbbbbbbbbb", "backend/staging in file:/new");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(99)]
    public async Task AHostOfAnotherLogIsRefusedWhateverTheTokenAndNamesBoth(long token)
    {
        using var world = new HostWorld();
        var (first, second) = (await world.ReleaseAsync(("v", "1")), await world.ReleaseAsync(("v", "2")));
        await world.DeployAsync(first, world.Job(first, token: 7) with { Log = Old });
        var before = await File.ReadAllTextAsync(world[".pipelines/state.json"]);
        var job = world.Job(second, token) with { Log = New };

        foreach (var act in new Func<Task>[] { () => world.Host.EnterAsync(job, HostWorld.None), () => world.DeployAsync(second, job) })
        {
            var error = await Assert.ThrowsAsync<PipelineException>(act);
            Assert.Equal(ExitCode.BadInput, error.ExitCode);
            Assert.StartsWith($"{world.Root}: this host belongs to backend/production in file:/old (log aaaaaaaaaaaa), not to "
                + "backend/staging in file:/new (log bbbbbbbbbbbb).", error.Message, StringComparison.Ordinal);
            Assert.Contains("--adopt-host", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(world[".pipelines/state.json"]));
    }

    [Fact]
    public async Task AnAdoptedHostCountsAnewKnowsWhatIsLiveAndRefusesTheOldLog()
    {
        using var world = new HostWorld();
        var (first, second) = (await world.ReleaseAsync(("v", "1")), await world.ReleaseAsync(("v", "2")));
        await world.DeployAsync(first, world.Job(first, token: 7) with { Log = Old });

        var state = await world.Host.EnterAsync(world.Job(second, token: 1) with { Log = New, AdoptsHost = true }, HostWorld.None);

        Assert.Equal((first, 1), (state.Live!.Release, state.Token));
        await world.DeployAsync(second, world.Job(second, token: 2) with { Log = New });
        Assert.Equal(ExitCode.LeaseHeld, (await Assert.ThrowsAsync<PipelineException>(() =>
            world.DeployAsync(second, world.Job(second, token: 1) with { Log = New, AdoptsHost = true }))).ExitCode);
        Assert.Equal(ExitCode.BadInput, (await Assert.ThrowsAsync<PipelineException>(() =>
            world.DeployAsync(first, world.Job(first, token: 8) with { Log = Old }))).ExitCode);
    }

    /// <summary>A host of an earlier version, and jobs that change nothing, such as a health check.</summary>
    [Fact]
    public async Task WhatNamesNoLogIsComparedByItsTokenAlone()
    {
        using var world = new HostWorld();
        var release = await world.ReleaseAsync(("v", "1"));
        await world.DeployAsync(release, world.Job(release, token: 7));

        Assert.Equal(ExitCode.LeaseHeld, (await Assert.ThrowsAsync<PipelineException>(() =>
            world.DeployAsync(release, world.Job(release, token: 6) with { Log = New }))).ExitCode);
        await world.DeployAsync(release, world.Job(release, token: 8) with { Log = New });
        await world.Host.EnterAsync(world.Job(release, token: 8), HostWorld.None);
        Assert.Equal(ExitCode.BadInput, (await Assert.ThrowsAsync<PipelineException>(() =>
            world.DeployAsync(release, world.Job(release, token: 9) with { Log = Old }))).ExitCode);
    }
}
