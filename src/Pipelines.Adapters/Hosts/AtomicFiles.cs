using Pipelines.Adapters.Posix;

namespace Pipelines.Adapters.Hosts;

/// <summary>Files and links that change by rename(2): a reader, or a crash, sees the old or the new, never half.</summary>
internal static class AtomicFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces a file, durable, 0600.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        Replace(temporary, path);
    }

    /// <summary>Replaces a symbolic link.</summary>
    public static void Link(string path, string target)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, target);
        Replace(temporary, path);
    }

    private static void Replace(string temporary, string path)
    {
        if (Libc.Rename(temporary, path) != 0)
        {
            throw Libc.Failure(path);
        }

        Durable.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
