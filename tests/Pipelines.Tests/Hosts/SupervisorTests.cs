using System.Globalization;
using Pipelines.Adapters.Posix;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: a service that was proven and dies is started again; one that was not proven, or was stopped, is not.</summary>
public sealed class SupervisorTests
{
    private const string Serve = "#!/bin/sh\necho \"serving $PIPELINES_RELEASE\"\nexec sleep 1000\n";

    [Fact]
    public async Task ALiveServiceThatDiesIsStartedAgainAsItWas()
    {
        using var world = Given();
        var release = await world.ReleaseAsync(("serve", Serve));
        await world.DeployAsync(release);
        var first = world.Process()!;

        await KillAsync(first);
        var second = await NextAsync(world, first);

        Assert.Equal(world[$"releases/{release}"], new FileInfo($"/proc/{second.ProcessId}/cwd").LinkTarget);
        Assert.Contains($"PIPELINES_RELEASE={release}", (await File.ReadAllTextAsync($"/proc/{second.ProcessId}/environ")).Split('\0'));
        var state = await world.Host.InspectAsync(world.Job(""), HostWorld.None);
        Assert.Null(state.Stopped);
        Assert.Equal(1, state.Restarts);
        await Eventually.TrueAsync(
            () => File.ReadAllText(world[".pipelines/log/main.log"]) == $"serving {release}\n"
                + "pipelines: the service ended with status 137; starting it again in 1 s (restart 1)\n" + $"serving {release}\n",
            "the log tells it");
    }

    [Fact]
    public async Task WhatItLeftInItsProcessGroupEndsBeforeItStartsAgain()
    {
        using var world = Given();
        await world.DeployAsync(await world.ReleaseAsync(
            ("serve", "#!/bin/sh\nsleep 1000 &\necho $! >../../worker\nexec sleep 1000\n")));
        var first = world.Process()!;
        await Eventually.TrueAsync(() => File.Exists(world["worker"]) && File.ReadAllText(world["worker"]).EndsWith('\n'), "it has a worker");
        var worker = ProcessStat.Of(int.Parse(await File.ReadAllTextAsync(world["worker"]), CultureInfo.InvariantCulture))!;

        await KillAsync(first);
        await NextAsync(world, first);

        Assert.False(worker.IsAlive);
    }

    [Fact]
    public async Task OneThatWasNotCommittedIsNot()
    {
        using var world = Given();
        var release = await world.ReleaseAsync(("serve", Serve));
        var job = world.Job(release);
        foreach (var action in (HostAction[])
            [new HostAction.Stage(release), new HostAction.Point("main", release, job.Deployment), new HostAction.Start("main")])
        {
            Assert.Null((await world.ApplyAsync(job, action)).Failure);
        }

        await KillAsync(world.Process()!);

        await Eventually.TrueAsync(() => world.Marked().Count == 0, "nobody waits to start it again");
    }

    [Fact]
    public async Task OneThatIsStoppedIsNotNotEvenWhileItWaits()
    {
        using var world = Given();
        var job = await world.DeployAsync(await world.ReleaseAsync(("serve", Serve)));
        await KillAsync(world.Process()!);
        await Eventually.TrueAsync(() => File.Exists(world[".pipelines/run/main.pid.restarts"]), "it is about to be started again");

        await world.ApplyAsync(job, new HostAction.Stop("main"));

        Assert.Empty(world.Marked());
        Assert.Equal(["main.pid"], Directory.GetFiles(world[".pipelines/run"]).Select(Path.GetFileName).Append("main.pid").Distinct());
    }

    [Fact]
    public async Task TheNextReleaseHasOneSupervisorAndCountsFromZero()
    {
        using var world = Given();
        await world.DeployAsync(await world.ReleaseAsync(("serve", Serve)));
        var first = world.Process()!;
        await KillAsync(first);
        await NextAsync(world, first);

        await world.DeployAsync(await world.ReleaseAsync(("serve", Serve), ("v", "2")));

        Assert.Equal(0, (await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Restarts);
        Assert.Equal(2, world.Marked().Count);
    }

    /// <summary>What a retreat starts was proven when it was committed.</summary>
    [Fact]
    public async Task TheLiveReleaseThatIsStartedAgainByARetreatIsKeptRunning()
    {
        using var world = Given();
        var job = await world.DeployAsync(await world.ReleaseAsync(("serve", Serve)));
        await world.ApplyAsync(job, new HostAction.Stop("main"));
        await world.ApplyAsync(job, new HostAction.Start("main"));
        var first = world.Process()!;

        await KillAsync(first);

        Assert.True((await NextAsync(world, first)).IsAlive);
    }

    /// <summary>It is waiting for its end, so it is known to it.</summary>
    [Fact]
    public async Task AServiceWhoseSupervisorWasKilledRunsOn()
    {
        using var world = Given();
        var job = await world.DeployAsync(await world.ReleaseAsync(("serve", Serve)));
        var process = world.Process()!;

        await KillAsync(ProcessStat.Of(ProcessStat.Of(process.ProcessId)!.Parent)!);

        Assert.Null((await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Stopped);
        await world.ApplyAsync(job, new HostAction.Stop("main"));
        Assert.False(process.IsAlive);
    }

    private static HostWorld Given() =>
        new(spec => spec with { Service = new ServiceSpec.Process(["./serve"], TimeSpan.FromSeconds(1)) });

    private static Task KillAsync(ProcessStat process)
    {
        Signals.SendTo(process.ProcessId, Signals.Kill);
        return Eventually.TrueAsync(() => !process.IsAlive, "it is dead");
    }

    private static async Task<ProcessStat> NextAsync(HostWorld world, ProcessStat before)
    {
        await Eventually.TrueAsync(() => world.Process() is { IsAlive: true } now && now != before, "another runs");
        return world.Process()!;
    }
}
