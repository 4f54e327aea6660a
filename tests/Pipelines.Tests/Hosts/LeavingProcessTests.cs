using System.Globalization;
using Pipelines.Adapters.Posix;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Processes;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: a process that leaves its parent is still ours, and so is one that was started and not recorded.</summary>
public sealed class LeavingProcessTests
{
    private const string Note = "echo $$ >\"$0.pid\"; exec sleep 1000";
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    public static TheoryData<string, string> Ways => new()
    {
        { "double fork", "( ( sh -c 'INNER' \"$0\" ) & ) & exit 0" },
        { "setsid", "setsid sh -c 'INNER' \"$0\" & exit 0" },
        { "double fork and setsid", "( setsid sh -c 'INNER' \"$0\" & ) & exit 0" },
        { "double fork beneath a shell that stays", "sh -c '( setsid sh -c \"$1\" \"$0\" & ) &' \"$0\" 'INNER'; exec sleep 1000" },
        { "a child that outlives", "sh -c 'INNER' \"$0\" & sleep 0.2; exit 0" },
        { "a deaf child that outlives", "sh -c 'trap \"\" TERM; INNER' \"$0\" & sleep 0.2; exit 0" },
        { "exec of another name", "exec -a nginx sh -c 'INNER' \"$0\"" },
        { "without its environment, in the same session", "env -i sh -c 'INNER' \"$0\" & exit 0" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public Task WhereverItGoesNobodyIsLeftWhenItIsStopped(string way, string script) => IsStoppedAsync(way, script, _ => { });

    /// <summary>As on a machine that lets us have none: by its mark and its session.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public Task SoWithoutAControlGroup(string way, string script) =>
        IsStoppedAsync(way, script, world => File.Delete(world[".pipelines/run/main.pid.cgroup"]));

    private static async Task IsStoppedAsync(string way, string script, Action<HostWorld> spoil)
    {
        using var world = Given();
        var job = await StartAsync(world, await world.ReleaseAsync(("bin/serve", Script(script)), ("v", way)));
        var inner = await InnerAsync(world);
        Assert.True(inner.IsAlive, way);
        spoil(world);

        await world.ApplyAsync(job, new HostAction.Stop("main"));

        Assert.False(inner.IsAlive, way);
        Assert.Empty(world.Marked());
    }

    /// <summary>nginx and others write their titles over their environment; only a control group holds one that also began a
    /// session.</summary>
    [Fact]
    public async Task OneThatLostItsMarkAndItsSessionIsHeldByItsControlGroup()
    {
        using var world = Given();
        var job = await StartAsync(world, await world.ReleaseAsync(
            ("bin/serve", Script("( env -i setsid sh -c 'INNER' \"$0\" & ) & exit 0"))));
        var inner = await InnerAsync(world);
        if (!File.Exists(world[".pipelines/run/main.pid.cgroup"]))
        {
            Pipelines.Adapters.Posix.Signals.SendTo(inner.ProcessId, Pipelines.Adapters.Posix.Signals.Kill);
            Assert.Skip("this machine lets us have no control group");
        }

        var group = await File.ReadAllTextAsync(world[".pipelines/run/main.pid.cgroup"]);
        await world.ApplyAsync(job, new HostAction.Stop("main"));

        Assert.False(inner.IsAlive);
        Assert.False(Directory.Exists(group));
    }

    [Fact]
    public async Task ADaemonIsNamedAsSuchWithWhatToDo()
    {
        using var world = Given(spec => spec with
        {
            Health = [new CommandCheck(new ProcessCommand("true")) { Successes = 1000, Every = TimeSpan.FromMilliseconds(20) }],
        });
        var release = await world.ReleaseAsync(("bin/serve", Script("( setsid sh -c 'INNER' \"$0\" & ) & exit 0")));
        var job = await StartAsync(world, release);
        var inner = await InnerAsync(world);

        var outcome = await world.ApplyAsync(job, new HostAction.Prove("main", release));

        Assert.Contains($"has ended and left process {inner.ProcessId} running: the program puts itself into the background",
            outcome.Failure, StringComparison.Ordinal);
        Assert.Contains("stay in the foreground", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneThatWasStartedAndNotRecordedIsStoppedByTheNextStopAndStart()
    {
        using var world = Given();
        var release = await world.ReleaseAsync(("bin/serve", Script("INNER")));
        var job = await StartAsync(world, release);
        var first = await InnerAsync(world);
        File.Delete(world[".pipelines/run/main.pid"]);
        File.Delete(world[".pipelines/run/main.pid.cgroup"]);

        await world.ApplyAsync(job, new HostAction.Start("main"));

        Assert.False(first.IsAlive);
        Assert.True(world.Process()!.IsAlive);
        File.Delete(world[".pipelines/run/main.pid"]);
        await world.ApplyAsync(job, new HostAction.Stop("main"));
        Assert.Empty(world.Marked());
    }

    [Theory]
    [InlineData("current")]
    [InlineData("current.env")]
    [InlineData(".pipelines/run/main.pid")]
    public async Task StoppingNeedsNoFileThatMayBeMissing(string missing)
    {
        using var world = Given();
        var job = await StartAsync(world, await world.ReleaseAsync(("bin/serve", Script("INNER"))));
        var inner = await InnerAsync(world);
        File.Delete(world[missing]);

        await world.ApplyAsync(job, new HostAction.Stop("main"));

        Assert.False(inner.IsAlive);
    }

    [Fact]
    public async Task ADamagedEnvironmentFileKeepsNothingRunning()
    {
        using var world = Given();
        var job = await StartAsync(world, await world.ReleaseAsync(("bin/serve", Script("INNER"))));
        var inner = await InnerAsync(world);
        await File.WriteAllTextAsync(world["current.env"], "this is no list");

        await world.ApplyAsync(job, new HostAction.Stop("main"));

        Assert.False(inner.IsAlive);
    }

    [Fact]
    public async Task AFailedFirstDeploymentLeavesNothingRunning()
    {
        using var world = Given();
        var job = await StartAsync(world, await world.ReleaseAsync(("bin/serve", Script("( setsid sh -c 'INNER' \"$0\" & ) & exit 1"))));
        var inner = await InnerAsync(world);

        foreach (var action in Strategy.Retreat(world.Spec, await world.Host.InspectAsync(HostWorld.None), "main"))
        {
            Assert.Null((await world.ApplyAsync(job, action)).Failure);
        }

        Assert.False(inner.IsAlive);
        Assert.Empty(world.Marked());
        Assert.False(Path.Exists(world["current"]));
    }

    [Fact]
    public async Task TheServiceOfAnotherSlotOrRootIsLeftAlone()
    {
        using var one = Given(spec =>
            spec with { Slots = [new Slot("blue", null), new Slot("green", null)], Strategy = Strategy.BlueGreen });
        using var other = Given();
        await StartAsync(other, await other.ReleaseAsync(("bin/serve", Script("INNER"))));
        var release = await one.ReleaseAsync(("bin/serve", Script("INNER")));
        var blue = await StartAsync(one, release, "blue");
        await StartAsync(one, release, "green", blue);

        await one.ApplyAsync(blue, new HostAction.Stop("blue"));

        Assert.Null(one.Process("blue"));
        Assert.True(one.Process("green")!.IsAlive);
        Assert.True(other.Process()!.IsAlive);
    }

    private static string Script(string script) => $"#!/bin/bash\n{script.Replace("INNER", Note, StringComparison.Ordinal)}\n";

    private static HostWorld Given(Func<HostSpec, HostSpec>? configure = null) => new(spec =>
    {
        spec = spec with { Service = new ServiceSpec.Process(["./../../serve"], Grace) };
        return configure?.Invoke(spec) ?? spec;
    });

    /// <summary>The script runs outside of the release, which is read-only: it writes down who stays.</summary>
    private static async Task<HostJob> StartAsync(HostWorld world, string release, string slot = "main", HostJob? job = null)
    {
        job ??= world.Job(release);
        await world.ApplyAsync(job, new HostAction.Stage(release));
        File.Copy(world[$"releases/{release}/bin/serve"], world["serve"], overwrite: true);
        await world.ApplyAsync(job, new HostAction.Point(slot, release, job.Deployment));
        Assert.Null((await world.ApplyAsync(job, new HostAction.Start(slot))).Failure);
        return job;
    }

    private static async Task<ProcessStat> InnerAsync(HostWorld world)
    {
        for (var i = 0; i < 1000; i++)
        {
            foreach (var file in Directory.GetFiles(world.Root, "*serve.pid"))
            {
                if (int.TryParse((await File.ReadAllTextAsync(file)).Trim(), CultureInfo.InvariantCulture, out var id)
                    && ProcessStat.Of(id) is { } found)
                {
                    return found;
                }
            }

            await Task.Delay(10);
        }

        throw new TimeoutException("it did not write down its process");
    }
}
