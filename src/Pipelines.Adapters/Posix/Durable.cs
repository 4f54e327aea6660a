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

    /// <summary>Creates a directory and its missing parents with a mode that the umask does not change; one that is there keeps its own. It
    /// gets its name last, so that a crash leaves none with another mode.</summary>
    public static void CreateDirectory(string path, UnixFileMode mode)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var (parent, unfinished) = (Path.GetDirectoryName(path)!, path + AtomicFiles.Unfinished);
        CreateDirectory(parent, mode);
        Directory.CreateDirectory(unfinished);
        File.SetUnixFileMode(unfinished, mode);
        if (Libc.Rename(unfinished, path) != 0 && !Directory.Exists(path))
        {
            throw Libc.Failure(path);
        }

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
