namespace Pipelines.Configuration;

/// <summary>Reads files named by users and platforms, up to a size limit, and never one that might block or be endless.</summary>
public static class BoundedFile
{
    /// <summary>
    /// Opens a file. A pipe, socket or device counts as empty and is not opened: like the kernel's own files, it has no length.
    /// </summary>
    /// <exception cref="IOException">It does not exist, or is a directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static Stream Open(string path)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        return Directory.Exists(target) || new FileInfo(target).Length > 0 ? File.OpenRead(target) : new MemoryStream([], writable: false);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Maximum size in bytes.</param>
    /// <exception cref="IOException">It does not exist, is a directory, or is larger.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static byte[] Read(string path, int most)
    {
        using var file = Open(path);
        var bytes = new byte[(int)Math.Min(file.Length, most) + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= most ? bytes[..length] : throw new IOException($"{path} has more than {most} bytes.");
    }
}
