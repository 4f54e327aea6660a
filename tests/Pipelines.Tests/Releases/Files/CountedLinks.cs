using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using Pipelines.Adapters.Posix;
using Pipelines.Releases.Files;

namespace Pipelines.Tests.Releases.Files;

/// <summary>A file system that cannot clone, and the links that were made on it.</summary>
internal sealed class CountedLinks : INativeFiles
{
    private readonly NativeFiles _real = new();

    public ConcurrentBag<string> Linked { get; } = [];

    public IZstd Zstd => _real.Zstd;

    public FileStatus Inspect(string path) => _real.Inspect(path);

    public IReadOnlyList<string> AttributesOf(string path) => _real.AttributesOf(path);

    public bool TryReadWhole(string path, int size, Span<byte> room, int? mode) => _real.TryReadWhole(path, size, room, mode);

    public bool TryClone(SafeFileHandle from, SafeFileHandle to) => false;

    public bool TryLink(string existing, string created)
    {
        Linked.Add(created);
        return _real.TryLink(existing, created);
    }

    public void SyncTree(string directory) => Assert.True(Directory.Exists(directory));
}
