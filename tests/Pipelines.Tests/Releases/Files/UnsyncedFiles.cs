using Microsoft.Win32.SafeHandles;
using Pipelines.Adapters.Posix;
using Pipelines.Releases.Files;

namespace Pipelines.Tests.Releases.Files;

/// <summary>The real calls without waiting for the disk: for tests that unpack hundreds of times.</summary>
internal sealed class UnsyncedFiles : INativeFiles
{
    private readonly NativeFiles _real = new();

    public IZstd Zstd => _real.Zstd;

    public FileStatus Inspect(string path) => _real.Inspect(path);

    public IReadOnlyList<string> AttributesOf(string path) => _real.AttributesOf(path);

    public bool TryReadWhole(string path, int size, Span<byte> room, int? mode) => _real.TryReadWhole(path, size, room, mode);

    public bool TryClone(SafeFileHandle from, SafeFileHandle to) => _real.TryClone(from, to);

    public bool TryLink(string existing, string created) => _real.TryLink(existing, created);

    public void SyncTree(string directory) => Assert.True(Directory.Exists(directory));
}
