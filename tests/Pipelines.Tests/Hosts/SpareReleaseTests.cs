namespace Pipelines.Tests.Hosts;

/// <summary>An expired release is kept and made into the next one.</summary>
public sealed class SpareReleaseTests
{
    [Fact]
    public async Task AnExpiredReleaseBecomesTheNextOne()
    {
        using var world = new HostWorld(spec => spec with { Keep = 2 });
        await DeployAsync(world, "1");
        await DeployAsync(world, "2");
        Assert.False(Directory.Exists(world[".pipelines/spare"]));
        await DeployAsync(world, "3");
        var spare = world[".pipelines/spare"];
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(spare, "v")));
        await File.WriteAllTextAsync(Path.Combine(Writable(spare), "stranger"), "left by a service");

        await DeployAsync(world, "4");

        Assert.Equal("4", await File.ReadAllTextAsync(world["current/v"]));
        Assert.Equal(["same", "v"], Directory.EnumerateFileSystemEntries(world["current/"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("2", await File.ReadAllTextAsync(Path.Combine(spare, "v")));
        Assert.Equal(2, Directory.GetDirectories(world["releases"]).Length);
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

    private static string Writable(string directory)
    {
        File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return directory;
    }
}
