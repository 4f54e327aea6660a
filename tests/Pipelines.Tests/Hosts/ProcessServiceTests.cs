using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Variables;
using Pipelines.Processes;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Hosts;

/// <summary>Real processes, started and stopped by us.</summary>
public sealed class ProcessServiceTests
{
    private const string Serve = "#!/bin/sh\necho \"serving $1\"\nexec sleep 1000\n";
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task AStartedServiceIsRecordedRunsInASessionOfItsOwnAndIsReplacedByTheNext()
    {
        using var world = Given();
        var (first, second) =
            (await world.ReleaseAsync(("bin/serve", Serve), ("v", "1")), await world.ReleaseAsync(("bin/serve", Serve), ("v", "2")));
        await world.DeployAsync(first);
        var old = world.Process()!;
        Assert.True(old.IsAlive);
        Assert.Equal(ProcessStat.Of(old.ProcessId)!.StartTicks, old.StartTicks);
        Assert.Equal(world[$"releases/{first}"], new FileInfo($"/proc/{old.ProcessId}/cwd").LinkTarget);

        await world.DeployAsync(second);

        Assert.False(old.IsAlive);
        Assert.True(world.Process()!.IsAlive);
        Assert.Equal($"serving {second}\n", await File.ReadAllTextAsync(world[".pipelines/log/main.log"]));
        Assert.Equal($"serving {first}\n", await File.ReadAllTextAsync(world[".pipelines/log/main.log.1"]));
    }

    [Fact]
    public async Task AStubbornOneAndItsChildrenAreKilledAfterItsGrace()
    {
        using var world = Given();
        var release =
            await world.ReleaseAsync(
                ("bin/serve", "#!/bin/sh\ntrap '' TERM\nsleep 1000 &\necho $! >../../child\nwait\nwait\nsleep 1000\n"));
        var job = await world.DeployAsync(release);
        await Eventually.TrueAsync(() => File.Exists(world["child"]) && File.ReadAllText(world["child"]).EndsWith('\n'), "it has a child");
        var child = ProcessStat.Of(int.Parse(await File.ReadAllTextAsync(world["child"]), CultureInfo.InvariantCulture))!;
        var parent = world.Process()!;

        await world.ApplyAsync(job, new HostAction.Stop("main"));

        Assert.False(parent.IsAlive);
        await Eventually.TrueAsync(() => !child.IsAlive, "the child has ended");
        Assert.Null(world.Process());
    }

    [Fact]
    public async Task ADeadServiceIsNoticedAtOnceAndItsLastWordsAreTold()
    {
        using var world =
            Given(spec =>
                spec with { Health =
                    [new CommandCheck(new ProcessCommand("true")) { Successes = 1000, Every = TimeSpan.FromMilliseconds(20) }] });
        var release = await world.ReleaseAsync(("bin/serve", "#!/bin/sh\necho cannot find the database >&2\nexit 3\n"));
        var job = world.Job(release);
        await world.ApplyAsync(job, new HostAction.Stage(release));
        await world.ApplyAsync(job, new HostAction.Point("main", release, job.Deployment));
        await world.ApplyAsync(job, new HostAction.Start("main"));

        var outcome = await world.ApplyAsync(job, new HostAction.Prove("main", release));

        Assert.Contains("has ended.", outcome.Failure, StringComparison.Ordinal);
        Assert.EndsWith("The end of its log:\ncannot find the database", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProgramThatIsNotThereIsToldByTheProof()
    {
        using var world = Given(spec => spec with { Health = [new CommandCheck(new ProcessCommand("false"))] });
        var release = await world.ReleaseAsync(("v", "1"));
        var job = world.Job(release);
        await world.ApplyAsync(job, new HostAction.Stage(release));
        await world.ApplyAsync(job, new HostAction.Point("main", release, job.Deployment));
        await world.ApplyAsync(job, new HostAction.Start("main"));

        var outcome = await world.ApplyAsync(job, new HostAction.Prove("main", release));

        Assert.Contains("bin/serve", outcome.Failure, StringComparison.Ordinal);
        Assert.Contains("not found", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnIdThatBelongsToAnotherProcessNowIsLeftAlone()
    {
        using var world = Given();
        var release = await world.ReleaseAsync(("bin/serve", Serve));
        var job = await world.DeployAsync(release);
        await world.ApplyAsync(job, new HostAction.Stop("main"));
        using var stranger = System.Diagnostics.Process.Start("sleep", "1000");
        var running = ProcessStat.Of(stranger.Id)!;
        var line = await File.ReadAllTextAsync($"/proc/{stranger.Id}/stat");
        await File.WriteAllTextAsync(world[".pipelines/run/main.pid"],
            line.Replace($" {running.StartTicks} ", $" {running.StartTicks - 1} ", StringComparison.Ordinal));

        await world.ApplyAsync(job, new HostAction.Stop("main"));

        Assert.True(running.IsAlive);
        stranger.Kill();
    }

    [Fact]
    public async Task ItsEnvironmentIsThatOfTheSlotAndNotOurs()
    {
        Environment.SetEnvironmentVariable("SECRET_OF_CI", "hunter2");
        using var world =
            Given(spec =>
                spec with { Variables =
                    new Dictionary<string, EnvironmentValue> { ["NOTE"] = new("it's \"q\" $HOME `id` \\ ü\nline 2", null) } });
        var release = await world.ReleaseAsync(("bin/serve", Serve));
        await world.DeployAsync(release);
        var process = world.Process()!;

        var variables = (await File.ReadAllTextAsync($"/proc/{process.ProcessId}/environ")).Split('\0');

        Assert.Contains("NOTE=it's \"q\" $HOME `id` \\ ü\nline 2", variables);
        Assert.Contains($"PIPELINES_RELEASE={release}", variables);
        Assert.DoesNotContain(variables, variable => variable.Contains("SECRET_OF_CI", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APortInUseByAnotherIsAnErrorAndNotTheReleasesFault()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var clock = new FakeClock();
        using var world = Given(spec => spec with { Slots = [new Slot(Slot.MainName, port)] });
        var release = await world.ReleaseAsync(("bin/serve", Serve));
        var job = world.Job(release);
        await world.ApplyAsync(job, new HostAction.Stage(release));
        await world.ApplyAsync(job, new HostAction.Point("main", release, job.Deployment));
        world.Clock = clock;

        var starting = world.ApplyAsync(job, new HostAction.Start("main"));
        while (!starting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }

        var error = await Assert.ThrowsAsync<PipelineException>(() => starting);
        Assert.Equal($"local: port {port} is in use by another program. Stop it, or configure another port for slot main.", error.Message);
        Assert.Null(world.Process());
    }

    private static HostWorld Given(Func<HostSpec, HostSpec>? configure = null) => new(spec =>
    {
        spec = spec with { Service = new ServiceSpec.Process(["bin/serve", "{release}"], Grace) };
        return configure?.Invoke(spec) ?? spec;
    });
}
