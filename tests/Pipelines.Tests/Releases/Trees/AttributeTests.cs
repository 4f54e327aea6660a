using System.Diagnostics;
using System.Globalization;
using Pipelines.Errors;
using Pipelines.Releases.Records;
using Pipelines.Releases.Trees;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Releases.Trees;

/// <summary>The kind: what a release does not carry is lost silently. Capabilities, access lists and the user's attributes are refused as
/// setuid is;
/// holes come back as holes.</summary>
public sealed class AttributeTests
{
    private const int NotPermitted = 1;
    private const int NotSupported = 95;

    /// <summary>cap_net_bind_service, effective and permitted, as the kernel stores it.</summary>
    private const string Capability = "0100000200040000000000000000000000000000";

    /// <summary>rw for the owner, r for one user more (1000), the group and others.</summary>
    private const string AccessList = "02000000" + "01000600ffffffff" + "02000400e8030000" + "04000400ffffffff" + "10000400ffffffff"
        + "20000400ffffffff";

    [Theory]
    [InlineData("bin/serve", "security.capability", "setcap -r")]
    [InlineData("bin/serve", "user.owner", "setfattr -x user.owner")]
    [InlineData("bin", "user.owner", "setfattr -x user.owner")]
    [InlineData("bin/serve", "system.posix_acl_access", "setfacl -b")]
    [InlineData("bin", "system.posix_acl_default", "setfacl -b")]
    public async Task AnAttributeIsRefusedWithTheWayOut(string path, string name, string hint)
    {
        using var world = new ReleaseWorld();
        world.Write("bin/serve", "x", 0x1ED);
        await SetAsync(world.At(path), name);

        var refused = await Assert.ThrowsAsync<PipelineException>(() => world.SaveAsync());

        Assert.Contains(refused.Problems, problem => problem.Where == path && problem.What.Contains(name, StringComparison.Ordinal)
            && problem.Hint!.Contains(hint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsExcludedMayHaveThem()
    {
        using var world = new ReleaseWorld();
        world.Write("v", "x");
        world.Write("notes", "x");
        await SetAsync(world.At("notes"), "user.owner");

        var saved = await world.Repository.SaveAsync(
            new PackageSpec(world.Tree) { Exclude = ["notes"] }, new Provenance(Commit: "c0ffee"), new NullReporter(), ReleaseWorld.None);

        Assert.Equal(1, saved.Release.Manifest.Files);
    }

    /// <summary>Small ones, those that share a pack, chunked ones; at the start, in the middle and at the end.</summary>
    [Theory]
    [InlineData(20_000, 8_192, 4_096)]
    [InlineData(3_000_000, 0, 2_900_000)]
    [InlineData(3_000_000, 1, 2_999_999)]
    [InlineData(20_000_000, 5_000_001, 15_000_000)]
    [InlineData(9_000_000, 0, 9_000_000)]
    public async Task HolesComeBackAsHoles(int size, int from, int zeros)
    {
        using var world = new ReleaseWorld();
        var bytes = new byte[size];
        new Random(7).NextBytes(bytes);
        bytes.AsSpan(from, Math.Min(zeros, size - from)).Clear();
        world.Write("data", bytes);

        var (target, _) = await world.UnpackAsync((await world.SaveAsync()).Release);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(target, "data")));
        var allocated = long.Parse(await OutputAsync("stat", "-c", "%b", Path.Combine(target, "data")), CultureInfo.InvariantCulture) * 512;
        Assert.InRange(allocated, 0, size - zeros + 70_000);
    }

    private static async Task SetAsync(string path, string name)
    {
        var set =
            "import os,sys\ntry: os.setxattr(sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3]))\nexcept OSError as e: print(e.errno)";
        var errno =
            await OutputAsync("python3", "-c", set, path, name, name.StartsWith("system.", StringComparison.Ordinal)
                ? AccessList : Capability);
        Assert.SkipWhen(errno == $"{NotPermitted}" || errno == $"{NotSupported}", $"no {name} for this user on this file system");
        Assert.Equal("", errno);
    }

    private static async Task<string> OutputAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim();
    }
}
