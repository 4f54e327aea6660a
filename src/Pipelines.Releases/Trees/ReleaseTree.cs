namespace Pipelines.Releases.Trees;

/// <summary>The unpacked directory of a release on a host. Links are never followed.</summary>
public static class ReleaseTree
{
    private const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Removes write permission for everyone on everything: the running service cannot change what was deployed.</summary>
    public static void MakeReadOnly(string directory) => Apply(directory, mode => mode & ~Write);

    /// <summary>Gives the owner write permission, and search permission on directories.</summary>
    public static void MakeWritable(string directory) => Apply(directory, mode => mode | UnixFileMode.UserWrite);

    /// <summary>Lets the owner read everything, whatever the release's modes are.</summary>
    public static void MakeReadable(string directory)
    {
        Open(new DirectoryInfo(directory));
        Apply(directory, mode => mode | UnixFileMode.UserRead);
    }

    /// <summary>Removes a release's directory, including incomplete or read-only ones; does nothing if there is none.</summary>
    public static void Delete(string directory)
    {
        if (new DirectoryInfo(directory).LinkTarget is null && Directory.Exists(directory))
        {
            Open(new DirectoryInfo(directory));
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Directories before their contents, so that one without read permission is made accessible before it is entered.</summary>
    private static void Open(DirectoryInfo directory)
    {
        Change(directory.FullName, mode => mode | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var child in directory.EnumerateDirectories("*", All).Where(child => child.LinkTarget is null))
        {
            Open(child);
        }
    }

    private static void Apply(string directory, Func<UnixFileMode, UnixFileMode> change)
    {
        var children = new DirectoryInfo(directory);
        foreach (var info in children.EnumerateFileSystemInfos("*", All).Where(info => info.LinkTarget is null))
        {
            if (info is DirectoryInfo)
            {
                Apply(info.FullName, change);
            }
            else
            {
                Change(info.FullName, change);
            }
        }

        Change(directory, change);
    }

    /// <summary>Of a path that is gone meanwhile this is a <see cref="FileNotFoundException"/>, and not a mode of -1.</summary>
    private static void Change(string path, Func<UnixFileMode, UnixFileMode> change) =>
        File.SetUnixFileMode(path, change(File.GetUnixFileMode(path)));
}
