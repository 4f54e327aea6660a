using Pipelines.Reporting;
using Pipelines.Processes;
using Pipelines.Steps;

namespace Pipelines.Tests.Hosts;

/// <summary>An expired release is kept and made into the next one.</summary>
public sealed class SpareReleaseTests
{
    [Fact]
    public async Task AnExpiredReleaseBecomesTheNextOne()
    {
        using var world = new HostWorld(spec => spec with { Keep = 2 });
        var spare = world[".pipelines/spare"];
        for (var version = 1; version <= 3; version++)
        {
            await DeployAsync(world, $"{version}");
            await WaitAsync(() => Directory.Exists(spare));
        }

        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(spare, "v")));
        await File.WriteAllTextAsync(Path.Combine(Writable(spare), "stranger"), "left by a service");

        await DeployAsync(world, "4");

        Assert.Equal("4", await File.ReadAllTextAsync(world["current/v"]));
        Assert.Equal(["same", "v"],
            Directory.EnumerateFileSystemEntries(world["current/"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("2", await File.ReadAllTextAsync(Path.Combine(spare, "v")));
        Assert.Equal(2, Directory.GetDirectories(world["releases"]).Length);
    }

    [Fact]
    public async Task UntilOneExpiresTheNextIsMadeOfACopyThatSharesItsFiles()
    {
        using var world = new HostWorld();
        var spare = world[".pipelines/spare"];
        var half = Directory.CreateDirectory(world[".pipelines/spare-left-by-a-killed-one"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(half, "v"), "half");

        await DeployAsync(world, "1");
        await WaitAsync(() => Directory.Exists(spare));

        Assert.False(Directory.Exists(half));
        Assert.Equal(["same", "v"], Directory.EnumerateFileSystemEntries(spare).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(await InodeAsync(world, world["current/same"]), await InodeAsync(world, Path.Combine(spare, "same")));
        var directory = await InodeAsync(world, spare);
        await File.WriteAllTextAsync(Path.Combine(spare, "stranger"), "put there by somebody");
        File.Delete(Path.Combine(spare, "v"));
        await File.WriteAllTextAsync(Path.Combine(spare, "v"), "3");

        await DeployAsync(world, "2");

        Assert.Equal(directory, await InodeAsync(world, world["current"]));
        Assert.Equal(["same", "v"],
            Directory.EnumerateFileSystemEntries(world["current/"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("2", await File.ReadAllTextAsync(world["current/v"]));
        await WaitAsync(() => Directory.Exists(spare));
    }

    [Fact]
    public async Task WhatInstallMakesIsNotShared()
    {
        using var world = new HostWorld(spec => spec with { Install = ["true"] });
        await DeployAsync(world, "1");
        await DeployAsync(world, "2");

        Assert.Empty(Directory.EnumerateDirectories(world[".pipelines"], "spare*"));
    }

    [Fact]
    public async Task WhatASharedDirectoryTakesFromAReleaseIsItsOwn()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["data"] });
        await world.DeployAsync(await world.ReleaseAsync(("data/seed", "first"), ("v", "1")));
        await File.WriteAllTextAsync(world["shared/data/seed"], "the user's");
        var release = await world.ReleaseAsync(("copy", "first"), ("data/seed", "first"), ("v", "2"));

        await world.DeployAsync(release);

        Assert.Equal("first", await File.ReadAllTextAsync(world["current/copy"]));
        Assert.Equal("the user's", await File.ReadAllTextAsync(world["current/data/seed"]));
    }

    private static async Task DeployAsync(HostWorld world, string version) =>
        await world.DeployAsync(await world.ReleaseAsync(("v", version), ("same", "the same in all")));

    private static async Task WaitAsync(Func<bool> condition) =>
        Assert.True(
            await TimeProvider.System.WaitUntilAsync(condition, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30), HostWorld.None));

    /// <summary>Tells whether two names, or a name now and later, are of one file.</summary>
    private static async Task<string> InodeAsync(HostWorld world, string path) =>
        (await world.Processes.RunAsync(new ProcessCommand("stat", "--dereference", "--format=%i", path), onLine: null,
            HostWorld.None)).Output;

    private static string Writable(string directory)
    {
        File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return directory;
    }
}
