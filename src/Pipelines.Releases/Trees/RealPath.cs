namespace Pipelines.Releases.Trees;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    /// <summary>The absolute path that a path leads to; of what does not exist, only the part that does is followed.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = new DirectoryInfo(Path.Combine(Of(parent), Path.GetFileName(full)));
        return here.ResolveLink() is { } target ? Of(target) : here.FullName;
    }

    private static string? ResolveLink(this DirectoryInfo here) =>
        here.LinkTarget is null ? null : here.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
}
