using System.Security.Cryptography;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Faults;

/// <summary>A disk that is full, and directories that may not be written.</summary>
public sealed class DiskTests
{
    [Fact]
    public async Task AFullDiskOfTheHostLeavesTheOldVersionLiveAndRoomForTheNext()
    {
        using var site = new Site(Configs.Restart());
        await using var disk = await SmallDisk.MountAsync(site.Live);
        await FailsForLackOfSpaceAsync(site, "MiB are free there. The live release is unchanged");
    }

    [Fact]
    public async Task AFullDiskOfTheStoreLeavesTheOldVersionLiveAndRoomForTheNext()
    {
        using var site = new Site(Configs.Restart());
        await using var disk = await SmallDisk.MountAsync(site[".pipelines/store"]);
        await FailsForLackOfSpaceAsync(site, "No space left on device");
    }

    [Fact]
    public async Task AHostDirectoryThatMayNotBeWrittenIsTold()
    {
        using var site = new Site(Configs.Restart());
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var (build, before) = (site.Build("v2"), await site.ServedAsync());
        await OrdinaryUser.OwnsAsync(site, except: site.Live);

        (await OrdinaryUser.RunAsync(site, "deploy", "--path", build)).Ends(1).Says(site.Live, "denied", "permission");

        Assert.Equal(before, await site.ServedAsync());
    }

    [Fact]
    public async Task AStoreThatMayNotBeWrittenIsTold()
    {
        using var site = new Site(Configs.Restart());
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var (build, before) = (site.Build("v2"), await site.ServedAsync());
        await OrdinaryUser.OwnsAsync(site, except: site[".pipelines"]);

        (await OrdinaryUser.RunAsync(site, "deploy", "--path", build)).Ends(1).Says(site[".pipelines/store"], "denied", "permission");

        Assert.Equal(before, await site.ServedAsync());
    }

    private static async Task FailsForLackOfSpaceAsync(Site site, string saying)
    {
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var (big, before) = (site.Build("v2"), await site.ServedAsync());
        await File.WriteAllBytesAsync($"{big}/data", RandomNumberGenerator.GetBytes(2 * SmallDisk.Size));

        (await site.DeployAsync(big)).Ends(1).Says(saying, "The live release is unchanged");

        Assert.Equal(before, await site.ServedAsync());
        (await site.DeployAsync(site.Build("v3"))).Ends(0);
        Assert.Equal("v3", (await site.ServedAsync())!.Version);
    }
}
