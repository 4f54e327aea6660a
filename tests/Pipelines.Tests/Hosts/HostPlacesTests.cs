using System.Net.Sockets;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Traffic;
using Pipelines.Processes;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: something that is not ours stands in a place of ours. It is refused while preparing, and nothing is left
/// behind.</summary>
public sealed class HostPlacesTests : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public static TheoryData<string, string, bool> InTheWay
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            string[] links = ["current", "current.new", "current.env", "slots/blue", "slots/green.env", "slots/blue.new", "proxy.conf"];
            string[] directories = ["slots", "releases", "shared", ".pipelines/manifests", ".pipelines/unfinished", ".pipelines/env"];
            string[] files = [".pipelines/state.json", ".pipelines/journal.jsonl", ".pipelines/lock"];
            foreach (var (places, kinds) in new[]
            {
                (links, new[] { "directory", "full directory", "file", "socket", "pipe" }),
                (directories, ["file", "socket", "pipe", "dangling link", "link to a file"]),
                (files, ["directory", "socket", "pipe", "dangling link"]),
                ([".", ".pipelines"], ["file", "socket"]),
            })
            {
                foreach (var (place, kind) in places.SelectMany(_ => kinds, (place, kind) => (place, kind)))
                {
                    data.Add(place, kind, false);
                    if (!place.StartsWith('.'))
                    {
                        data.Add(place, kind, true);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(InTheWay))]
    public async Task ItIsRefusedWhilePreparingAndNothingIsLeftBehind(string place, string kind, bool isInUse)
    {
        using var world = Given(isBlueGreen: place != "current.env");
        if (isInUse)
        {
            await world.Host.EnterAsync(world.Job("0123456789ab"), HostWorld.None);
        }

        await PutAsync(world, place, kind);
        var before = Tree(world, isInUse);

        var error = await Assert.ThrowsAsync<PipelineException>(() => PrepareAsync(world));

        Assert.Equal(ExitCode.Failed, error.ExitCode);
        var path = place == "." ? world.Root : world[place];
        Assert.Contains(error.Problems, problem => problem.ToString().StartsWith($"local: {path} is a ", StringComparison.Ordinal)
            && problem.ToString().Contains("of its own there. Move it away", StringComparison.Ordinal)
            && problem.ToString().EndsWith("; then run the same command again.", StringComparison.Ordinal));
        Assert.Equal(before, Tree(world, isInUse));
    }

    [Fact]
    public async Task EverythingInTheWayIsListedAtOnce()
    {
        using var world = Given(isBlueGreen: true);
        Directory.CreateDirectory(world["current/site"]);
        Directory.CreateDirectory(world["slots"]);
        await File.WriteAllTextAsync(world["slots/green"], "");
        world.Spec = world.Spec with { Traffic = new TrafficSpec.Symlink(world["absent/proxy.conf"], "/etc/{slot}") };

        var error = await Assert.ThrowsAsync<PipelineException>(() => PrepareAsync(world));

        Assert.Equal(3, error.Problems.Count);
        Assert.Contains($"local: {world["absent"]} does not exist. Create it, or correct deploy.traffic", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("releases")]
    [InlineData("slots")]
    [InlineData("shared")]
    public async Task ADirectoryMayBeALinkToOne(string place)
    {
        using var world = Given(isBlueGreen: true);
        Directory.CreateDirectory(world[$"elsewhere/{place}"]);
        File.CreateSymbolicLink(world[place], $"elsewhere/{place}");

        var release = await world.ReleaseAsync(("v", "1"));
        await world.DeployAsync(release);

        Assert.Equal("1", await File.ReadAllTextAsync(world["current/v"]));
    }

    [Fact]
    public async Task ARootMayBeWrittenWithASlashAtItsEnd()
    {
        using var world = new HostWorld(spec => spec with { Root = spec.Root + "/" });

        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));

        Assert.Equal([".pipelines", "current", "current.env", "releases"],
            Directory.EnumerateFileSystemEntries(world.Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ADirectoryOfAnotherOwnerIsRefused()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may write everywhere");
        using var world = new HostWorld(spec => spec with { Root = "/usr/pipelines-test" });

        var error = await Assert.ThrowsAsync<PipelineException>(() => PrepareAsync(world));

        Assert.Contains("may not write to /usr.", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _socket.Dispose();

    private static HostWorld Given(bool isBlueGreen) => new(spec => (isBlueGreen ? spec with
    {
        Strategy = Strategy.BlueGreen,
        Slots = [new Slot("blue", 65001), new Slot("green", 65002)],
        Traffic = new TrafficSpec.Symlink(Path.Combine(spec.Root, "proxy.conf"), "/etc/{slot}.conf"),
    } : spec) with { Shared = ["data"] });

    /// <summary>As the engine prepares a host.</summary>
    private static async Task PrepareAsync(HostWorld world)
    {
        var release = await world.ReleaseAsync(("v", "1"));
        var job = world.Job(release);
        var state = await world.Host.EnterAsync(job, HostWorld.None);
        foreach (var action in world.Spec.Strategy.Deploy(world.Spec, state, release, job.Deployment).Prepare)
        {
            await world.ApplyAsync(job, action);
        }
    }

    private async Task PutAsync(HostWorld world, string place, string kind)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(world[place]));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (kind)
        {
            case "directory":
                Directory.CreateDirectory(path);
                break;
            case "full directory":
                Directory.CreateDirectory(Path.Combine(path, "site"));
                break;
            case "file":
                await File.WriteAllTextAsync(path, "theirs");
                break;
            case "socket":
                _socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            case "pipe":
                await world.Processes.RunAsync(new ProcessCommand("mkfifo", path), onLine: null, HostWorld.None);
                break;
            case "dangling link":
                File.CreateSymbolicLink(path, "nowhere");
                break;
            default:
                File.CreateSymbolicLink(path, "/etc/passwd");
                break;
        }

        Assert.True(Path.Exists(path));
    }

    /// <summary>What is below the root; without what a host that is in use remembers.</summary>
    private static List<string> Tree(HostWorld world, bool isInUse) => !Directory.Exists(world.Root) ? [] : [.. Directory
        .EnumerateFileSystemEntries(world.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Where(path => !isInUse || !path.StartsWith(world[".pipelines"], StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
