using Microsoft.Win32.SafeHandles;

namespace Pipelines.Adapters.Posix;

/// <summary>Makes directory entries survive a power loss.</summary>
internal static class Durable
{
    /// <summary>fsync(2) of a directory: afterwards, its entries are on disk.</summary>
    public static void SyncDirectory(string path)
    {
        using var directory = Libc.OpenDirectory(path);
        Sync(directory, path);
    }

    /// <summary>Creates a directory and its missing parents, each made durable in its parent.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path)!;
        CreateDirectory(parent);
        Directory.CreateDirectory(path);
        SyncDirectory(parent);
    }

    /// <summary>fsync(2); a file system that cannot sync a directory returns EINVAL, and has nothing to sync.</summary>
    private static void Sync(SafeFileHandle directory, string path)
    {
        if (Libc.Fsync(directory) != 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Errno.Invalid)
        {
            throw Libc.Failure(path);
        }
    }
}
