using System.Runtime.InteropServices;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Tests.Releases;
using Pipelines.Tests.Releases.Pruning;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: modes follow the umask. Those on a host are decided. Runs alone: the umask is that of the whole process.</summary>
[Collection(AloneTests.Name)]
public sealed class HostModeTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Theory]
    [InlineData(0x3F)] // 077
    [InlineData(0x17)] // 027
    [InlineData(0)]
    [InlineData(0x1FF)] // 777
    public async Task WhatAWebServerReadsIsReadableAndWhatIsOursIsNotWhateverTheUmask(uint mask)
    {
        using var world = new HostWorld(spec => spec with
        {
            Root = Path.Combine(spec.Root, "new/app"),
            Strategy = Strategy.BlueGreen,
            Slots = [new Slot("blue", null), new Slot("green", null)],
            Service = new ServiceSpec.Process(["sh", "-c", $"umask >../../umask; exec sleep 1000"], TimeSpan.FromMilliseconds(100)),
            Shared = ["public/uploads", "data"],
        });
        var release = await world.ReleaseAsync(("v", "1"), ("public/index.html", "1"));
        var before = Umask(mask);
        try
        {
            await world.DeployAsync(release);
            await File.WriteAllTextAsync(world["umask-of-us"], "");
        }
        finally
        {
            _ = Umask(before);
        }

        Assert.Equal((UnixFileMode)(0x1B6 & ~mask), File.GetUnixFileMode(world["umask-of-us"])); // it was in force
        foreach (var path in new[] { "..", ".", "releases", "slots", "shared", "shared/data", "shared/public", "shared/public/uploads" })
        {
            Assert.Equal((path, HostLayout.Readable), (path, File.GetUnixFileMode(world[path])));
        }

        Assert.Equal(HostLayout.Readable & ~UnixFileMode.UserWrite, File.GetUnixFileMode(world[$"releases/{release}/public"]));
        foreach (var path in Directory.EnumerateDirectories(world[".pipelines"]).Append(world[".pipelines"])
            .Where(path => !Path.GetFileName(path).StartsWith("spare", StringComparison.Ordinal)))
        {
            Assert.Equal((path, OwnerOnly), (path, File.GetUnixFileMode(path)));
        }

        Assert.Equal("0022\n", await UntilWrittenAsync(world["umask"]));
    }

    private static async Task<string> UntilWrittenAsync(string path)
    {
        for (var attempt = 0; attempt < 500 && !(File.Exists(path) && new FileInfo(path).Length > 0); attempt++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return await File.ReadAllTextAsync(path);
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Umask(uint mask);
}
