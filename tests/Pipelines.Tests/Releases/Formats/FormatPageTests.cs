using System.Diagnostics;
using Pipelines.Adapters.Stores.Files;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Releases.Formats;

/// <summary>docs/formats/release.md is enough: a reader written from it alone, in another language, reads what this program
/// writes.</summary>
public sealed class FormatPageTests
{
    [Fact]
    public async Task AReaderWrittenFromThePageReadsARelease()
    {
        using var directory = new TempDirectory();
        using var world = new ReleaseWorld { Store = new FileStore(directory["store"], TimeProvider.System) };
        Fill(world, 1);
        await world.SaveAsync();
        Fill(world, 2);
        var release = (await world.SaveAsync()).Release;

        using var reader = Process.Start(new ProcessStartInfo(
            "python3",
            [Path.Combine(Repository.Root, "tests/Pipelines.Tests/Releases/Formats/read_release.py"), directory["store"], ReleaseWorld.App,
            release.Id.Value, directory["target"]])
        { RedirectStandardError = true })!;
        var errors = await reader.StandardError.ReadToEndAsync();
        await reader.WaitForExitAsync();

        Assert.True(reader.ExitCode == 0, errors);
        Assert.Equal(ReleaseWorld.Describe(world.Tree), ReleaseWorld.Describe(directory["target"]));
    }

    [Fact]
    public void TheReaderIsShort() =>
        Assert.InRange(Repository.Read("tests/Pipelines.Tests/Releases/Formats/read_release.py").Count(c => c == '\n'), 1, 100);

    private static void Fill(ReleaseWorld world, int version)
    {
        var bytes = new byte[9_000_000];
        new Random(5).NextBytes(bytes);
        bytes.AsSpan(4_000_000, 100).Fill((byte)version);
        world.Write("lib/app.jar", bytes);
        world.Write("lib/middle", bytes[..2_500_000]);
        world.Write("text", string.Concat(Enumerable.Repeat($"line of version {version}\n", 5000)), 0x1ED);
        world.Write("empty", "");
        world.Write("ünïcode/日本 name", "x", 0x180);
        if (version == 1)
        {
            world.Link("link", "lib/app.jar");
        }
    }
}
