using System.Diagnostics;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Stores.Files;
using Pipelines.Errors;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Stores;

/// <summary>Each call opens the directory anew: locks between instances are locks between processes.</summary>
public sealed class FileStoreTests : StoreContract, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AnObjectIsAFileOfItsName()
    {
        await Put("a/b.json", "{}");
        Assert.Equal("{}", await File.ReadAllTextAsync(_directory["a/b.json"]));
    }

    [Fact]
    public async Task AKilledWriterLeavesNothingVisible()
    {
        await Put("k", "old");
        await File.WriteAllTextAsync(_directory[".tmp/half"], "new but ha");
        Assert.Equal("old", await Read("k"));
        Assert.Equal(["k"], await List(""));
        Assert.Equal(["k"], await List("k"));
    }

    [Fact]
    public async Task NothingIsLeftInTheTemporaryDirectory()
    {
        await Put("k", "1", PutCondition.Absent);
        await Put("k", "2", PutCondition.Absent);
        await Put("k", "3");
        Assert.Empty(Directory.EnumerateFiles(_directory[".tmp"]));
    }

    [Fact]
    public async Task WhatKilledWritersLeftIsRemovedADayLater()
    {
        await Put("k", "1");
        await File.WriteAllTextAsync(_directory[".tmp/old"], "x");
        await File.WriteAllTextAsync(_directory[".tmp/young"], "x");
        File.SetLastWriteTimeUtc(_directory[".tmp/old"], DateTime.UtcNow.AddHours(-25));
        File.SetLastWriteTimeUtc(_directory[".tmp/young"], DateTime.UtcNow.AddHours(-23));
        await Put("k", "2");
        Assert.Equal([_directory[".tmp/young"]], Directory.EnumerateFiles(_directory[".tmp"]));
    }

    [Fact]
    public async Task AClockThatStandsStillStillMakesVersions()
    {
        var store = new FileStore(_directory.Path, new StoppedClock());
        var versions = new HashSet<string?>();
        for (var i = 0; i < 10; i++)
        {
            using var content = new MemoryStream([1]);
            versions.Add(await store.PutAsync("k", content, PutCondition.Always, None));
        }

        Assert.Equal(10, versions.Count);
    }

    [Fact]
    public async Task TheLockOfADeadProcessIsFree()
    {
        await Put("k", "1");
        using var locked = FlockedBy("sleep", "60");
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(40));
        using var content = new MemoryStream([2]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open().PutAsync("k", content, PutCondition.Always, limit.Token));
        Assert.Equal("1", await Read("k"));
        locked.Kill(entireProcessTree: true);
        await locked.WaitForExitAsync();
        await Put("k", "2");
        Assert.Equal("2", await Read("k"));
    }

    [Fact]
    public async Task AFileInTheWayIsOneClearError()
    {
        await Put("a", "a file");
        var error = await Assert.ThrowsAsync<PipelineException>(() => Put("a/b", "x"));
        Assert.Contains($"file:{_directory.Path}: cannot write a/b:", error.Message, StringComparison.Ordinal);
        Assert.Contains("A file is where a directory is needed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFullDiskIsOneClearError()
    {
        var error = await Assert.ThrowsAsync<PipelineException>(
            () => Open().PutAsync("k", new FaultyStream(Errno.NoSpace), PutCondition.Always, None));
        Assert.Contains("cannot write k", error.Message, StringComparison.Ordinal);
        Assert.Contains("The disk is full", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingPermissionIsOneClearError()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write everywhere");
        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var error = await Assert.ThrowsAsync<PipelineException>(() => Put("k", "x"));
        Assert.Contains("Give this user read and write permission", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStoreBelowAFileIsOneClearError()
    {
        await File.WriteAllTextAsync(_directory["file"], "x");
        using var content = new MemoryStream([1]);
        var store = new FileStore(_directory["file/store"], TimeProvider.System);
        var error = await Assert.ThrowsAsync<PipelineException>(() => store.PutAsync("k", content, PutCondition.Always, None));
        Assert.Contains("A file is where a directory is needed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStoreThatIsNotThereIsEmpty()
    {
        var store = new FileStore(_directory["none"], TimeProvider.System);
        Assert.Null(await store.OpenAsync("k", null, None));
        Assert.Empty(await store.ListAsync("", None).ToListAsync());
        Assert.False(Directory.Exists(_directory["none"]));
    }

    protected override IStore Open() => new FileStore(_directory.Path, TimeProvider.System);

    /// <summary>A process that holds every lock of the store.</summary>
    private Process FlockedBy(params string[] command)
    {
        var name = Path.GetFileName(Directory.EnumerateFiles(_directory[".tmp/locks"]).Single());
        var process = Process.Start(new ProcessStartInfo("flock", [_directory[$".tmp/locks/{name}"], .. command]))!;
        for (var i = 0; i < 5000 && !IsLocked(_directory[$".tmp/locks/{name}"]); i++)
        {
            Thread.Sleep(2);
        }

        return process;
    }

    private static bool IsLocked(string path)
    {
        using var file = Libc.OpenForLock(path);
        return Libc.Flock(file, Libc.LockExclusive | Libc.LockNonBlocking) != 0;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }

    private sealed class FaultyStream(int errno) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("No space left on device", errno);
    }
}
