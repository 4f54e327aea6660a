namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Copies what is missing from one place to another. Nothing that is there is touched, and no file is ever seen half written, so
/// that a copy that was killed can be continued. The caller makes it durable.</summary>
internal static class SeedCopy
{
    public static void Fill(string from, string to)
    {
        if (new FileInfo(from).LinkTarget is { } target)
        {
            if (new FileInfo(to).LinkTarget is null && !Path.Exists(to))
            {
                File.CreateSymbolicLink(to, target);
            }
        }
        else if (File.Exists(from))
        {
            CopyFile(from, to);
        }
        else
        {
            CopyDirectory(new DirectoryInfo(from), to);
        }
    }

    /// <summary>The owner may write to it: the app is to.</summary>
    private static void CopyFile(string from, string to)
    {
        if (Path.Exists(to) || new FileInfo(to).LinkTarget is not null)
        {
            return;
        }

        var unfinished = Path.Combine(Path.GetDirectoryName(to)!, ".pipelines-seed");
        File.Delete(unfinished);
        File.Copy(from, unfinished);
        File.SetUnixFileMode(unfinished, File.GetUnixFileMode(from) | UnixFileMode.UserWrite);
        File.Move(unfinished, to);
    }

    private static void CopyDirectory(DirectoryInfo from, string to)
    {
        if (!Directory.Exists(to))
        {
            Directory.CreateDirectory(to);
            File.SetUnixFileMode(to, File.GetUnixFileMode(from.FullName) | HostLayout.OwnerOnly);
        }

        var all = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false };
        foreach (var child in from.EnumerateFileSystemInfos("*", all))
        {
            Fill(child.FullName, Path.Combine(to, child.Name));
        }
    }
}
