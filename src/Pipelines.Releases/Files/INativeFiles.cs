using Microsoft.Win32.SafeHandles;

namespace Pipelines.Releases.Files;

/// <summary>What releases need of the operating system and the framework does not offer.</summary>
public interface INativeFiles
{
    /// <summary>Kind and mode of the path itself; a link is not followed.</summary>
    /// <exception cref="IOException">It is not there or cannot be looked at.</exception>
    FileStatus Inspect(string path);

    /// <summary>Reads a file that should have so many bytes, by no more system calls than it takes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">How many.</param>
    /// <param name="room">Where they go: room for one more, so that a file that has grown is noticed.</param>
    /// <param name="mode">Permission bits that it should have; null when they do not matter.</param>
    /// <returns>Whether it is a file, not a link, has that many, and that mode.</returns>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its mode forbids it.</exception>
    bool TryReadWhole(string path, int size, Span<byte> room, int? mode = null);

    /// <summary>Makes an empty file share the bytes of another until one of them is written to; false where the file system cannot.</summary>
    bool TryClone(SafeFileHandle from, SafeFileHandle to);

    /// <summary>Gives a file a second name; false where that cannot be.</summary>
    bool TryLink(string existing, string created);

    /// <summary>Null where the machine has none.</summary>
    IZstd? Zstd { get; }

    /// <summary>Returns when every file and name below the directory is on disk, in one go rather than file by file.</summary>
    /// <exception cref="IOException">Something could not be written back.</exception>
    void SyncTree(string directory);
}
