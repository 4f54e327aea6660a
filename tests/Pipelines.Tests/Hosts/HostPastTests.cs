using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;
using Pipelines.Processes;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: what was there before us is not known to us, so it is lost. A first deployment that fails gives back what the host
/// served before, byte for byte the same link.</summary>
public sealed class HostPastTests
{
    public static TheoryData<string, bool> Targets => new MatrixTheoryData<string, bool>(
        [
            "releases/20240101120000", "./releases/20240101120000/", "{root}/releases/20240101120000", "../elsewhere",
            "{root}/../elsewhere", "/nonexistent/site", "releases/0123456789ab/public", "releases/Zürich", "shared",
        ],
        [false, true]);

    /// <summary>Retreats from wherever the deployment stopped, and twice: it may be interrupted.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task WhatServedBeforeTheFirstDeploymentServesAgain(string target, bool isBlueGreen)
    {
        using var any = Given(isBlueGreen);
        var acts = Acts(any, await any.ReleaseAsync(("v", "1"))).Count;
        for (var stopped = 0; stopped <= acts; stopped++)
        {
            using var world = Given(isBlueGreen);
            string[] places = isBlueGreen
                ? ["current", "slots/blue", "slots/blue.env", "slots/green", "proxy.conf"] : ["current", "current.env"];
            Directory.CreateDirectory(world["slots"]);
            foreach (var place in places)
            {
                File.CreateSymbolicLink(world[place], target.Replace("{root}", world.Root, StringComparison.Ordinal));
            }

            var before = Links(world, places);
            var release = await world.ReleaseAsync(("v", "1"));
            var job = world.Job(release);
            foreach (var action in Acts(world, release).Take(stopped))
            {
                await world.ApplyAsync(job, action);
            }

            if (stopped == acts)
            {
                Assert.NotEqual(before, Links(world, places));
            }

            await RetreatAsync(world, job);
            Assert.Equal(before, Links(world, places));
            await RetreatAsync(world, job);
            Assert.Equal(before, Links(world, places));
        }
    }

    [Fact]
    public async Task ALinkWhoseTargetIsNotTextComesBackAsItWas()
    {
        using var world = new HostWorld();
        Directory.CreateDirectory(world.Root);
        byte[] target = [.. "releases/"u8, 0xFF, 0xFE, (byte)'x'];
        Libc.CreateLink(target, world["current"]);
        var release = await world.ReleaseAsync(("v", "1"));
        var job = await ActivateAsync(world, release);

        await RetreatAsync(world, job);

        Assert.Equal(target, Libc.ReadLink(world["current"]));
    }

    /// <summary>Somebody removed the directory of a release by hand, and its manifest is left.</summary>
    [Fact]
    public async Task AReleaseWhoseDirectoryWasRemovedIsNotReadyBeforeItIsWholeAgain()
    {
        using var world = new HostWorld(spec => spec with { Install = ["bin/install"] });
        var release = await world.ReleaseAsync(("bin/install", $"#!/bin/sh\ntest ! -e {world.Root}/broken\n"));
        Assert.Null((await world.ApplyAsync(world.Job(release), new HostAction.Stage(release))).Failure);
        Directory.Delete(world[$"releases/{release}"], recursive: true);
        await File.WriteAllTextAsync(world["broken"], "");

        Assert.NotNull((await world.ApplyAsync(world.Job(release), new HostAction.Stage(release))).Failure);

        Assert.False(Directory.Exists(world[$"releases/{release}"]));
        File.Delete(world["broken"]);
        Assert.Contains("1 file verified", (await world.ApplyAsync(world.Job(release), new HostAction.Stage(release))).Summary,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheNextAttemptComesBackToWhatWasThereThen()
    {
        using var world = new HostWorld();
        Directory.CreateDirectory(world.Root);
        File.CreateSymbolicLink(world["current"], "releases/1");
        var release = await world.ReleaseAsync(("v", "1"));
        await RetreatAsync(world, await ActivateAsync(world, release));
        File.Delete(world["current"]);
        File.CreateSymbolicLink(world["current"], "releases/2");

        await RetreatAsync(world, await ActivateAsync(world, release));

        Assert.Equal("releases/2", new FileInfo(world["current"]).LinkTarget);
        await world.DeployAsync(release);
        await RetreatAsync(world, await ActivateAsync(world, await world.ReleaseAsync(("v", "2"))));
        Assert.Equal($"releases/{release}", new FileInfo(world["current"]).LinkTarget);
    }

    /// <summary>The state file was lost: our own link is the past then.</summary>
    [Fact]
    public async Task AReleaseOfOursThatNobodyRemembersServesAgain()
    {
        using var world = new HostWorld();
        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));
        File.Delete(world[".pipelines/state.json"]);

        await RetreatAsync(world, await ActivateAsync(world, await world.ReleaseAsync(("v", "2"))));

        Assert.Equal("1", await File.ReadAllTextAsync(world["current/v"]));
        Assert.True(File.Exists(world["current.env"]));
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("inactive", false)]
    public async Task AUnitThatRanIsStartedAgain(string state, bool runs)
    {
        var processes = new RecordingProcessRunner();
        using var world =
            new HostWorld(spec => spec with { Service = new ServiceSpec.Systemd("app.service") }) { Processes = processes };
        Directory.CreateDirectory(world.Root);
        File.CreateSymbolicLink(world["current"], "/srv/old");
        var release = await world.ReleaseAsync(("v", "1"));
        processes.On(command => command.FileName == "systemctl", (command, _) =>
        {
            state = command.Arguments[0] switch { "start" => "active", "stop" => "inactive", _ => state };
            return Task.FromResult(new ProcessResult(0, $"ActiveState={state}\n", TimedOut: false));
        });
        var job = await ActivateAsync(world, release);
        var upToHere = processes.Commands.Count;

        await RetreatAsync(world, job);

        Assert.Equal(runs, processes.Commands.Skip(upToHere).Any(command => command.ToString() == "systemctl start -- app.service"));
    }

    [Fact]
    public async Task AServiceOfCommandsThatRanIsStoppedAndStartedInItsOwnDirectory()
    {
        using var world = new HostWorld(spec => spec with
        {
            Service = new ServiceSpec.Commands(["./start"], ["./stop"], ["test", "-e", $"{spec.Root}/up"]),
        });
        var scripts = new[] { ("start", $"#!/bin/sh\ncat v >{world["up"]}\n"), ("stop", $"#!/bin/sh\nrm {world["up"]}\n") };
        var old = Directory.CreateDirectory(world["releases/20240101"]).FullName;
        foreach (var (path, text) in scripts.Append(("v", "old")))
        {
            await File.WriteAllTextAsync(Path.Combine(old, path), text);
            File.SetUnixFileMode(Path.Combine(old, path), (UnixFileMode)0x1ED);
        }

        File.CreateSymbolicLink(world["current"], "releases/20240101");
        File.CreateSymbolicLink(world["current.env"], "releases/20240101/v");
        await File.WriteAllTextAsync(world["up"], "old");

        var job = await ActivateAsync(world, await world.ReleaseAsync([.. scripts, ("v", "new")]));
        Assert.Equal("new", await File.ReadAllTextAsync(world["up"]));
        await RetreatAsync(world, job);
        await RetreatAsync(world, job);

        Assert.Equal("old", await File.ReadAllTextAsync(world["up"]));
    }

    private static HostWorld Given(bool isBlueGreen) => new(spec => !isBlueGreen ? spec : spec with
    {
        Strategy = Strategy.BlueGreen,
        Slots = [new Slot("blue", 65001), new Slot("green", 65002)],
        Traffic = new TrafficSpec.Symlink(Path.Combine(spec.Root, "proxy.conf"), "/etc/{slot}.conf"),
    });

    private static List<HostAction> Acts(HostWorld world, string release)
    {
        var plan = world.Spec.Strategy.Deploy(world.Spec, new HostState(null, 0, []), release, "D1");
        return [.. plan.Prepare, .. plan.Activate];
    }

    /// <summary>Prepares and activates a release, and goes no further.</summary>
    private static async Task<HostJob> ActivateAsync(HostWorld world, string release)
    {
        var job = world.Job(release);
        var plan = world.Spec.Strategy.Deploy(world.Spec, await world.Host.InspectAsync(HostWorld.None), release, job.Deployment);
        foreach (var action in plan.Prepare.Concat(plan.Activate))
        {
            Assert.Null((await world.ApplyAsync(job, action)).Failure);
        }

        return job;
    }

    private static async Task RetreatAsync(HostWorld world, HostJob job)
    {
        var state = await world.Host.InspectAsync(HostWorld.None);
        foreach (var action in Strategy.Retreat(world.Spec, state, world.Spec.Slots[0].Name))
        {
            await world.ApplyAsync(job, action);
        }
    }

    private static string Links(HostWorld world, IEnumerable<string> places) => string.Join('\n',
        places.Select(place => $"{place} -> {(Libc.ReadLink(world[place]) is { } target ? Encoding.UTF8.GetString(target) : "nothing")}"));
}
