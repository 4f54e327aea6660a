using Pipelines.Errors;
using Pipelines.Hosts;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: clean-up removes what it did not make. Only what the host's own record made is ever removed.</summary>
public sealed class HostCleanupTests
{
    [Fact]
    public async Task WhatNoDeploymentOfOursMadeStaysAmongTheReleasesAndIsToldOnce()
    {
        using var world = new HostWorld(spec => spec with { Keep = 1 });
        Directory.CreateDirectory(world["releases/20240101120000/app"]); // Capistrano
        await File.WriteAllTextAsync(world["releases/20240101120000/app/index.html"], "old");
        Directory.CreateDirectory(world["releases/7"]); // Deployer
        Directory.CreateDirectory(world["releases/0123456789ab"]); // named as ours are
        Directory.CreateDirectory(world["releases/.dep"]);
        await File.WriteAllTextAsync(world["releases/backup.tar"], "everything");
        File.CreateSymbolicLink(world["releases/latest"], "20240101120000");
        File.CreateSymbolicLink(world["releases/dangling"], "nowhere");
        var before = Names(world);

        for (var version = 1; version <= 4; version++)
        {
            await world.DeployAsync(await world.ReleaseAsync(("v", $"{version}")));
        }

        Assert.Equal(before, Names(world).Where(before.Contains));
        Assert.Equal(before.Count + 2, Names(world).Count);
        Assert.Equal("old", await File.ReadAllTextAsync(world["releases/latest/app/index.html"]));
        var told = Assert.Single(world.Reporter.Warnings);
        Assert.Contains(".dep, 0123456789ab, 20240101120000, 7, backup.tar and 2 more, which no deployment of ours made", told.What,
            StringComparison.Ordinal);

        Directory.Delete(world["releases/7"]);
        Directory.CreateDirectory(world["releases/8"]);
        await world.DeployAsync(await world.ReleaseAsync(("v", "5")));

        Assert.StartsWith($"{world["releases"]} contains 8, which", world.Reporter.Warnings[^1].What, StringComparison.Ordinal);
        Assert.Equal(2, world.Reporter.Warnings.Count);
    }

    /// <summary>A kill after any write: the mark without a directory, with half of one, and with its manifest.</summary>
    [Fact]
    public async Task WhatAKilledRunOfOursLeftIsRemoved()
    {
        using var world = new HostWorld(spec => spec with { Keep = 1 });
        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));
        world.LeaveHalf("0123456789ab");
        world.LeaveHalf("0123456789ac");
        Directory.Delete(world["releases/0123456789ac"], recursive: true);
        var second = await world.ReleaseAsync(("v", "2"));
        await world.DeployAsync(second);
        await File.WriteAllTextAsync(world[$".pipelines/unfinished/{second}"], "");

        var third = await world.ReleaseAsync(("v", "3"));
        await world.DeployAsync(third);

        Assert.Equal(new[] { second, third }.Order(StringComparer.Ordinal), Names(world));
        await world.DeployAsync(await world.ReleaseAsync(("v", "4")));
        Assert.DoesNotContain(second, Names(world));
        Assert.Empty(world.Reporter.Warnings);
        Assert.Empty(Directory.EnumerateFiles(world[".pipelines/unfinished"]));
    }

    [Fact]
    public async Task AStagingThatFailsRemovesItsOwnDirectoryAndNoOther()
    {
        using var world = new HostWorld(spec => spec with { Install = ["bin/install"] });
        Directory.CreateDirectory(world["releases/20240101120000"]);
        var release = await world.ReleaseAsync(("bin/install", "#!/bin/sh\nexit 7\n"));

        await world.ApplyAsync(world.Job(release), new HostAction.Stage(release));

        Assert.Equal(["20240101120000"], Names(world));
        Assert.Empty(Directory.EnumerateFiles(world[".pipelines/unfinished"]));
    }

    [Theory]
    [InlineData("directory")]
    [InlineData("file")]
    [InlineData("link")]
    public async Task WhatStandsWhereAReleaseShallGoAndIsNotOursIsRefused(string kind)
    {
        using var world = new HostWorld();
        var release = await world.ReleaseAsync(("v", "1"));
        Directory.CreateDirectory(world["releases"]);
        switch (kind)
        {
            case "directory":
                Directory.CreateDirectory(world[$"releases/{release}/theirs"]);
                break;
            case "file":
                await File.WriteAllTextAsync(world[$"releases/{release}"], "theirs");
                break;
            default:
                File.CreateSymbolicLink(world[$"releases/{release}"], "/nonexistent");
                break;
        }

        var error = await Assert.ThrowsAsync<PipelineException>(() => world.DeployAsync(release));

        Assert.StartsWith($"local: {world[$"releases/{release}"]} is there, but no deployment to {world.Root} made it.",
            error.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.Equal([release], Names(world));
        Assert.Equal(kind == "directory", Directory.Exists(world[$"releases/{release}/theirs"]));
    }

    /// <summary>The state file of an earlier version names no strangers.</summary>
    [Fact]
    public async Task AStateFileWithoutStrangersIsRead()
    {
        using var world = new HostWorld();
        var release = await world.ReleaseAsync(("v", "1"));
        Directory.CreateDirectory(world[".pipelines"]);
        await File.WriteAllTextAsync(world[".pipelines/state.json"], """{"token":1,"live":null,"previous":null}""");
        Directory.CreateDirectory(world["releases/7"]);

        await world.DeployAsync(release);

        Assert.Single(world.Reporter.Warnings);
    }

    private static List<string> Names(HostWorld world) => [.. Directory.EnumerateFileSystemEntries(world["releases"])
        .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
