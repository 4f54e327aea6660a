using Pipelines.Errors;
using Pipelines.Hosts;

namespace Pipelines.Tests.Hosts;

public sealed class SharedDirectoryTests
{
    [Fact]
    public async Task TheFirstReleaseBringsTheBeginningAndTheNextOnesChangeNothing()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["data/uploads"] });
        await world.DeployAsync(await world.ReleaseAsync(("data/uploads/seed", "first"), ("v", "1")));
        await File.WriteAllTextAsync(world["current/data/uploads/user"], "mine");

        await world.DeployAsync(await world.ReleaseAsync(("data/uploads/seed", "second"), ("v", "2")));

        Assert.Equal("first", await File.ReadAllTextAsync(world["current/data/uploads/seed"]));
        Assert.Equal("mine", await File.ReadAllTextAsync(world["shared/data/uploads/user"]));
        Assert.Equal("2", await File.ReadAllTextAsync(world["current/v"]));
    }

    [Fact]
    public async Task WhatTheReleaseDoesNotBringIsEmptyAtFirst()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["a/b"] });

        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));

        Assert.Empty(Directory.GetFileSystemEntries(world["current/a/b"]));
    }

    [Theory]
    [InlineData("data", "data/uploads")]
    [InlineData("data/uploads", "data")]
    public async Task APathBelowAnotherOneComesWithIt(string one, string other)
    {
        using var world = new HostWorld(spec => spec with { Shared = [one, other] });
        await world.DeployAsync(await world.ReleaseAsync(("data/uploads/seed", "first"), ("v", "1")));
        await File.WriteAllTextAsync(world["current/data/uploads/user"], "mine");

        await world.DeployAsync(await world.ReleaseAsync(("data/uploads/seed", "second"), ("v", "2")));

        Assert.Equal("mine", await File.ReadAllTextAsync(world["shared/data/uploads/user"]));
    }

    [Fact]
    public async Task AFileIsRefused()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["data"] });
        var release = await world.ReleaseAsync(("data", "a file"));

        var error = await Assert.ThrowsAsync<PipelineException>(() => world.DeployAsync(release));

        Assert.Contains("deploy.shared: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("is a file", error.Message, StringComparison.Ordinal);
        Assert.Empty((await world.Host.InspectAsync(HostWorld.None)).Staged);
    }

    [Fact]
    public async Task ALinkOnTheWayIsRefused()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["link/inner"] });
        var release = await world.ReleaseWithLinkAsync("link", "real", ("real/inner/keep", "precious"));

        var error = await Assert.ThrowsAsync<PipelineException>(() => world.ApplyAsync(world.Job(release), new HostAction.Stage(release)));

        Assert.Contains("is a link", error.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(world["shared/link/inner"]));
        Assert.Empty((await world.Host.InspectAsync(HostWorld.None)).Staged);
    }
}
