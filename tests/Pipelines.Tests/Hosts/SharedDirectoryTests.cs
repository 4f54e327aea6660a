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
    public async Task ASingleFileIsSeededAndThenTheAppsOwn()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["config/app.ini"] });
        await world.DeployAsync(await world.ReleaseAsync(("config/app.ini", "first"), ("config/other", "1")));
        Assert.Equal("first", await File.ReadAllTextAsync(world["current/config/app.ini"]));
        await File.WriteAllTextAsync(world["current/config/app.ini"], "mine"); // through the link

        await world.DeployAsync(await world.ReleaseAsync(("config/app.ini", "second"), ("config/other", "2")));

        Assert.Equal("mine", await File.ReadAllTextAsync(world["current/config/app.ini"]));
        Assert.Equal("mine", await File.ReadAllTextAsync(world["shared/config/app.ini"]));
        Assert.Equal("2", await File.ReadAllTextAsync(world["current/config/other"]));
        Assert.Contains("brings config/app.ini, but", Assert.Single(world.Reporter.Warnings).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsSharedAlreadyIsLinkedThoughNoReleaseBringsIt()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["config/master.key"] });
        Directory.CreateDirectory(world["shared/config"]);
        await File.WriteAllTextAsync(world["shared/config/master.key"], "secret");

        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));

        Assert.Equal("secret", await File.ReadAllTextAsync(world["current/config/master.key"]));
    }

    [Fact]
    public async Task ADirectoryThatIsEmptyOnTheHostIsSeededAndKeepsItsMode()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["data"] });
        await world.DeployAsync(await world.ReleaseAsync(("v", "1"))); // brings nothing there
        File.SetUnixFileMode(world["shared/data"], (UnixFileMode)0x1F8);

        await world.DeployAsync(await world.ReleaseAsync(("data/deep/seed", "first"), ("data/run", "#!/bin/sh\n"), ("v", "2")));

        Assert.Equal("first", await File.ReadAllTextAsync(world["shared/data/deep/seed"]));
        Assert.True(File.GetUnixFileMode(world["shared/data/run"]).HasFlag(UnixFileMode.UserExecute | UnixFileMode.UserWrite));
        Assert.Equal((UnixFileMode)0x1F8, File.GetUnixFileMode(world["shared/data"]));
        Assert.Empty(world.Reporter.Warnings);
    }

    [Fact]
    public async Task WhatALaterReleaseBringsAndTheAppWillNotSeeIsTold()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["data"] });
        await world.DeployAsync(await world.ReleaseAsync(("data/same", "1"), ("data/changed", "1"), ("data/removed", "1"), ("v", "1")));
        File.Delete(world["shared/data/removed"]);

        await world.DeployAsync(
            await world.ReleaseAsync(("data/same", "1"), ("data/changed", "2"), ("data/removed", "1"), ("data/new/one", "1"), ("v", "2")));

        var told = Assert.Single(world.Reporter.Warnings).What;
        Assert.Contains($"brings data/changed, data/new, data/new/one, data/removed, but {world["shared/data"]} is in use", told,
            StringComparison.Ordinal);
        Assert.Equal("1", await File.ReadAllTextAsync(world["shared/data/changed"]));
        Assert.False(Path.Exists(world["shared/data/new"]));
    }

    [Fact]
    public async Task ASeedingThatWasKilledIsContinuedAndTouchesNothingThatIsThere()
    {
        using var world = new HostWorld(spec => spec with { Shared = ["data"] });
        var release = await world.ReleaseAsync(("data/a", "1"), ("data/b", "1"), ("data/c", "1"));
        await world.ApplyAsync(world.Job(release), new HostAction.Stage(release));
        var mark = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("data"u8));
        Directory.CreateDirectory(world[".pipelines/seeding"]);
        await File.WriteAllTextAsync(world[$".pipelines/seeding/{mark}"], ""); // as it stands when the process dies after the first file
        File.Delete(world["shared/data/b"]);
        File.Delete(world["shared/data/c"]);
        await File.WriteAllTextAsync(world["shared/data/a"], "mine");
        await File.WriteAllTextAsync(world["shared/data/.pipelines-seed"], "half");
        File.Delete(world[$".pipelines/manifests/{release}"]);
        world.LeaveHalf(release);

        await world.DeployAsync(release);

        Assert.Equal(["a", "b", "c"], Directory.GetFiles(world["shared/data"]).Select(path => Path.GetFileName(path)).Order());
        Assert.Equal("mine", await File.ReadAllTextAsync(world["shared/data/a"]));
        Assert.Empty(Directory.GetFiles(world[".pipelines/seeding"]));
    }

    [Fact]
    public async Task ASeedIsACopyOfItsOwnAndNotTheFileOfAnotherRelease()
    {
        using var world = new HostWorld();
        var first = await world.ReleaseAsync(("data/db", "1"), ("v", "1"));
        await world.DeployAsync(first);
        world.Spec = world.Spec with { Shared = ["data"] };

        await world.DeployAsync(await world.ReleaseAsync(("data/db", "1"), ("v", "2")));
        await File.WriteAllTextAsync(world["current/data/db"], "written by the app");

        Assert.Equal("1", await File.ReadAllTextAsync(world[$"releases/{first}/data/db"]));
    }

    [Theory]
    [InlineData("data", "data/inner")]
    [InlineData("data/inner", "data")]
    public async Task AnotherKindThanWhatIsSharedIsRefused(string before, string after)
    {
        using var world = new HostWorld(spec => spec with { Shared = ["data"] });
        await world.DeployAsync(await world.ReleaseAsync((before, "1"), ("v", "1")));
        var release = await world.ReleaseAsync((after, "2"), ("v", "2"));

        var error = await Assert.ThrowsAsync<PipelineException>(() => world.DeployAsync(release));

        Assert.Contains($"but {world["shared/data"]} is a ", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", await File.ReadAllTextAsync(world["current/v"]));
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
