using System.Globalization;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>A file system in memory that is soon full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    /// <summary>Bytes.</summary>
    public const int Size = 1_500_000;

    private readonly string _directory;

    private SmallDisk(string directory) => _directory = directory;

    /// <summary>Mounts it. Skips the test where this user may not.</summary>
    public static async Task<SmallDisk> MountAsync(string directory)
    {
        Directory.CreateDirectory(directory);
        var size = Size.ToString(CultureInfo.InvariantCulture);
        var mounted = await Command.RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", directory);
        Assert.SkipUnless(mounted.ExitCode == 0, $"a small disk cannot be mounted by this user: {mounted.Errors.Trim()}");
        return new SmallDisk(directory);
    }

    public async ValueTask DisposeAsync()
    {
        LiveProcesses.KillAllIn(_directory);
        (await Command.RunAsync("umount", "--lazy", _directory)).Ends(0);
    }
}
