using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;
using Pipelines.Processes;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: what was there before us cannot be gone back to. What an earlier tool left is a release that a rollback goes back to:
/// the links byte for byte, the service that ran, and nothing of it is ever changed.</summary>
public sealed class AdoptionTests
{
    private const string Adopted = "ad0b7edad0b7";

    /// <summary>Capistrano's absolute links and Deployer's relative ones, links to outside, and slots with a proxy.</summary>
    [Theory]
    [InlineData("{root}/releases/20240101120000", false)]
    [InlineData("releases/5", false)]
    [InlineData("../elsewhere", false)]
    [InlineData("{root}/releases/20240101120000", true)]
    [InlineData("releases/0123456789ab", true)]
    public async Task ARollbackGoesBackToTheVeryLink(string target, bool isBlueGreen)
    {
        using var world = Given(isBlueGreen);
        Directory.CreateDirectory(world.Root);
        target = target.Replace("{root}", world.Root, StringComparison.Ordinal);
        var old = Directory.CreateDirectory(Path.GetFullPath(target, world.Root)).FullName;
        await File.WriteAllTextAsync(Path.Combine(old, "v"), "old");
        File.CreateSymbolicLink(world["current"], target);
        string[] places = isBlueGreen ? ["current", "slots/blue", "slots/green", "proxy.conf"] : ["current", "current.env"];
        if (isBlueGreen)
        {
            Directory.CreateDirectory(world["slots"]);
            File.CreateSymbolicLink(world["slots/blue"], $"../{Path.GetRelativePath(world.Root, old)}");
            File.CreateSymbolicLink(world["proxy.conf"], "/etc/proxy/old.conf");
        }

        var (before, tree) = (Links(world, places), Listing(old));
        await AdoptAsync(world);
        Assert.Equal(before, Links(world, places));
        for (var i = 1; i <= 3; i++)
        {
            await world.DeployAsync(await world.ReleaseAsync(("v", $"{i}")));
            Assert.Equal($"{i}", await File.ReadAllTextAsync(world["current/v"]));
        }

        await world.DeployAsync(Adopted);

        Assert.Equal(before, Links(world, places));
        Assert.Equal("old", await File.ReadAllTextAsync(world["current/v"]));
        Assert.Equal(tree, Listing(old));
        var next = await world.ReleaseAsync(("v", "next"));
        await world.DeployAsync(next);
        Assert.Equal("next", await File.ReadAllTextAsync(world["current/v"]));
        await world.DeployAsync(Adopted);
        Assert.Equal(before, Links(world, places));
    }

    /// <summary>From wherever it stopped, and twice.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARollbackToItThatFailsLeavesOurReleaseLive(bool isBlueGreen)
    {
        for (var stopped = 1; stopped <= 5; stopped++)
        {
            using var world = Given(isBlueGreen);
            Directory.CreateDirectory(world["old"]);
            File.CreateSymbolicLink(world["current"], "old");
            await AdoptAsync(world);
            var release = await world.ReleaseAsync(("v", "1"));
            await world.DeployAsync(release);
            var state = await world.Host.InspectAsync(HostWorld.None);
            var before = Links(world, ["current", "slots/blue", "proxy.conf"]);
            var job = world.Job(Adopted);
            var plan = world.Spec.Strategy.Deploy(world.Spec, state, Adopted, job.Deployment);
            foreach (var action in plan.Activate.Take(stopped))
            {
                await world.ApplyAsync(job, action);
            }

            Assert.True(stopped < 2 || before != Links(world, ["current", "slots/blue", "proxy.conf"]));
            for (var i = 0; i < 2; i++)
            {
                foreach (var action in Strategy.Retreat(world.Spec, await world.Host.InspectAsync(HostWorld.None), plan.Slot))
                {
                    await world.ApplyAsync(job, action);
                }

                Assert.Equal(before, Links(world, ["current", "slots/blue", "proxy.conf"]));
            }
        }
    }

    [Fact]
    public async Task TheUnitThatRanIsStoppedForUsAndRunsAgainAfterTheRollback()
    {
        var (processes, state) = (new RecordingProcessRunner(), "active");
        using var world =
            new HostWorld(spec => spec with { Service = new ServiceSpec.Systemd("app.service") }) { Processes = processes };
        Directory.CreateDirectory(world["releases/1"]);
        processes.On(command => command.FileName == "systemctl", (command, _) =>
        {
            state = command.Arguments[0] switch { "start" => "active", "stop" => "inactive", _ => state };
            return Task.FromResult(new ProcessResult(0, $"ActiveState={state}\n", TimedOut: false));
        });
        processes.On(command => command.FileName == "sh", (_, _) => Task.FromResult(new ProcessResult(0, "", TimedOut: false)));
        var found = (await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Earlier!;
        Assert.Equal(["the running service of slot main"], found.Parts);
        Assert.True(found.IsAdoptedUnasked);
        await AdoptAsync(world);
        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));
        var upToHere = processes.Commands.Count;

        await world.DeployAsync(Adopted);

        Assert.Equal(["stop", "start"],
            processes.Commands.Skip(upToHere).Select(command => command.Arguments[0]).Where(verb => verb is "start" or "stop"));
        Assert.Null(Libc.ReadLink(world["current"]));
    }

    /// <summary>In one step: it is served all the time. Twice, because the first time may have been cut off.</summary>
    [Fact]
    public async Task ADirectoryAsCurrentIsMovedAsideOnlyWhenItIsAdopted()
    {
        using var world = new HostWorld();
        Directory.CreateDirectory(world["current"]);
        await File.WriteAllTextAsync(world["current/v"], "old");
        var found = (await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Earlier!;
        Assert.Equal(world["current"], found.Moves);
        Assert.False(found.IsAdoptedUnasked);
        var release = await world.ReleaseAsync(("v", "1"));
        var refused = await Assert.ThrowsAsync<PipelineException>(() => world.Host.EnterAsync(world.Job(release), HostWorld.None));
        Assert.Contains("pipelines adopt", refused.Problems[0].Hint, StringComparison.Ordinal);
        Assert.Null(new FileInfo(world["current"]).LinkTarget);

        await AdoptAsync(world);
        await AdoptAsync(world);

        Assert.Equal("before-pipelines", new FileInfo(world["current"]).LinkTarget);
        Assert.Equal("old", await File.ReadAllTextAsync(world["current/v"]));
        await world.DeployAsync(release);
        await world.DeployAsync(Adopted);
        Assert.Equal("old", await File.ReadAllTextAsync(world["current/v"]));
    }

    [Fact]
    public async Task ADirectoryIsNotMovedOntoAnother()
    {
        using var world = new HostWorld();
        Directory.CreateDirectory(world["current"]);
        Directory.CreateDirectory(world["before-pipelines"]);

        var refused = await Assert.ThrowsAsync<PipelineException>(() => AdoptAsync(world));

        Assert.Contains("before-pipelines", refused.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(world["current"]));
    }

    [Fact]
    public async Task FilesInTheRootAreAdoptedOnlyWhenAsked()
    {
        using var world = new HostWorld();
        Directory.CreateDirectory(world["public"]);

        var found = (await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Earlier!;

        Assert.Equal([$"the files in {world.Root}"], found.Parts);
        Assert.False(found.IsAdoptedUnasked);
        await AdoptAsync(world);
        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));
        await world.DeployAsync(Adopted);
        Assert.Null(Libc.ReadLink(world["current"]));
        Assert.True(Directory.Exists(world["public"]));
    }

    [Fact]
    public async Task NothingIsFoundWhereNothingServesAndNothingIsChangedByLooking()
    {
        using var world = new HostWorld(spec => spec with { Service = new ServiceSpec.Process(["./run"], TimeSpan.Zero) });
        Assert.Null((await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Earlier);
        Assert.False(Directory.Exists(world.Root));

        Directory.CreateDirectory(world.Root);
        File.CreateSymbolicLink(world["current"], "releases/gone");
        Assert.False((await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Earlier!.IsAdoptedUnasked);
    }

    [Fact]
    public async Task OurOwnReleaseIsNotAdopted()
    {
        using var world = new HostWorld();
        var release = await world.ReleaseAsync(("v", "1"));
        await world.DeployAsync(release);
        Assert.Null((await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Earlier);

        await AdoptAsync(world);

        Assert.Equal(release, (await world.Host.InspectAsync(HostWorld.None)).Live!.Release);
    }

    public static TheoryData<TrafficSpec> OnlyForSlots =>
        [new TrafficSpec.Command(["move"]), new TrafficSpec.HaProxy("/socket", "web", "{slot}")];

    [Theory]
    [MemberData(nameof(OnlyForSlots))]
    public void TrafficThatOnlyKnowsSlotsHasNoWayBack(TrafficSpec traffic)
    {
        var spec = new HostSpec { Root = "/srv/app", Traffic = traffic };
        var state = new HostState(new LiveRelease("0123456789ab", "main", "D1"), 1, []) { Adopted = Adopted };

        Assert.Contains("deploy.traffic only knows slots",
            Assert.Throws<PipelineException>(() => spec.Strategy.Deploy(spec, state, Adopted, "D2")).Message, StringComparison.Ordinal);
    }

    private static HostWorld Given(bool isBlueGreen) => new(spec => !isBlueGreen ? spec : spec with
    {
        Strategy = Strategy.BlueGreen,
        Slots = [new Slot("blue", 65001), new Slot("green", 65002)],
        Traffic = new TrafficSpec.Symlink(Path.Combine(spec.Root, "proxy.conf"), "/etc/{slot}.conf"),
    });

    private static Task<HostOutcome> AdoptAsync(HostWorld world) => world.ApplyAsync(world.Job(Adopted), new HostAction.Adopt(Adopted));

    private static string Links(HostWorld world, IEnumerable<string> places) => string.Join('\n',
        places.Select(place => $"{place} -> {(Libc.ReadLink(world[place]) is { } target ? Encoding.UTF8.GetString(target) : "nothing")}"));

    private static string Listing(string directory) => string.Join('\n',
        Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Prepend(directory).Order(StringComparer.Ordinal)
            .Select(path => $"{path} {File.GetUnixFileMode(path)} {File.GetLastWriteTimeUtc(path):O}"));
}
