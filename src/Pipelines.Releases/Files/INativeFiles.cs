using Microsoft.Win32.SafeHandles;

namespace Pipelines.Releases.Files;

/// <summary>Operating system functions that releases need and the framework does not provide.</summary>
public interface INativeFiles
{
    /// <summary>Kind and mode of the path itself; links are not followed.</summary>
    /// <exception cref="IOException">It does not exist or cannot be accessed.</exception>
    FileStatus Inspect(string path);

    /// <summary>Extended attributes that change what a file does or that belong to it: <c>security.capability</c> and <c>user.*</c>;
    /// links are not followed. Empty where the file system has none.</summary>
    /// <exception cref="IOException">It does not exist or cannot be accessed.</exception>
    IReadOnlyList<string> AttributesOf(string path);

    /// <summary>Reads a file that should have a certain size, with as few system calls as possible.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The expected size.</param>
    /// <param name="room">The buffer: with room for one more byte, so that a file that has grown is detected.</param>
    /// <param name="mode">Expected permission bits; null if they do not matter.</param>
    /// <returns>Whether it is a file, not a link, with that size and mode.</returns>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its mode does not permit it.</exception>
    bool TryReadWhole(string path, int size, Span<byte> room, int? mode = null);

    /// <summary>Makes an empty file share the contents of another until one of them is modified; false if the file system cannot.</summary>
    bool TryClone(SafeFileHandle from, SafeFileHandle to);

    /// <summary>Creates a hard link to a file; false if that is impossible.</summary>
    bool TryLink(string existing, string created);

    /// <summary>The system's libzstd, or a managed implementation if it is not installed.</summary>
    IZstd Zstd { get; }

    /// <summary>Returns when every file and name below the directory is on disk, with one call instead of file by file.</summary>
    /// <exception cref="IOException">Something could not be written back.</exception>
    void SyncTree(string directory);
}
