namespace Pipelines.Configuration;

/// <summary>Files that users and platforms name. None is read without a bound, and none that may never end, or never begin.</summary>
public static class BoundedFile
{
    /// <summary>Opens a file. A pipe, a socket or a device counts as empty, and is not opened: like the files of the kernel it has no length.</summary>
    /// <exception cref="IOException">There is none, or it is a directory.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Stream Open(string path)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        return Directory.Exists(target) || new FileInfo(target).Length > 0 ? File.OpenRead(target) : new MemoryStream([], writable: false);
    }

    /// <summary>The bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Most bytes.</param>
    /// <exception cref="IOException">There is none, it is a directory, or it is longer.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path, int most)
    {
        using var file = Open(path);
        var bytes = new byte[(int)Math.Min(file.Length, most) + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= most ? bytes[..length] : throw new IOException($"{path} has more than {most} bytes.");
    }
}
