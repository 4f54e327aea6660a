namespace Pipelines.Adapters.Posix;

/// <summary>Files and links that change by rename(2): a reader, or a crash, sees the old or the new, never half.</summary>
internal static class AtomicFiles
{
    /// <summary>How the name of what is not complete yet ends.</summary>
    public const string Unfinished = ".new";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces a file, durable, 0600.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = Begin(path);
        file.Write(content);
        End(file, path);
    }

    /// <summary>The same, with all of a stream.</summary>
    public static void Write(string path, Stream content)
    {
        using var file = Begin(path);
        content.CopyTo(file);
        End(file, path);
    }

    /// <summary>Lets a symbolic link point to a target; removes it when there is none.</summary>
    public static void Redirect(string path, string? target)
    {
        if (target is null)
        {
            File.Delete(path);
        }
        else
        {
            Link(path, target);
        }
    }

    /// <summary>Replaces a symbolic link.</summary>
    public static void Link(string path, string target)
    {
        File.Delete(path + Unfinished);
        File.CreateSymbolicLink(path + Unfinished, target);
        Replace(path);
    }

    /// <summary>The same with a target that need not be text.</summary>
    public static void Link(string path, byte[] target)
    {
        File.Delete(path + Unfinished);
        Libc.CreateLink(target, path + Unfinished);
        Replace(path);
    }

    private static FileStream Begin(string path)
    {
        File.Delete(path + Unfinished);
        return new FileStream(path + Unfinished,
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
    }

    private static void End(FileStream file, string path)
    {
        file.Flush(flushToDisk: true);
        Replace(path);
    }

    private static void Replace(string path)
    {
        if (Libc.Rename(path + Unfinished, path) != 0)
        {
            throw Libc.Failure(path);
        }

        Durable.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
