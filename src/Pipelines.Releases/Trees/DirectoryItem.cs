using System.IO.Enumeration;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Trees;

/// <summary>A step in a walk that visits everything below a directory in the byte order of the paths.</summary>
/// <param name="Path">Path in the tree.</param>
/// <param name="IsContents">False: the name itself. True: the contents of the directory with that name, or of the directory that a link
/// with that name points to; they come where <c>name/</c> sorts: after <c>name-b</c>.</param>
internal sealed record DirectoryItem(string Path, bool IsContents)
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The steps of one directory.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="directory">Path within it; empty for the root.</param>
    public static List<DirectoryItem> Of(string root, string directory)
    {
        var before = directory.Length == 0 ? "" : $"{directory}/";
        var items = new FileSystemEnumerable<DirectoryItem>(
            System.IO.Path.Combine(root, directory),
            (ref entry) => new DirectoryItem(string.Concat(before, entry.FileName), entry.IsDirectory),
            All).ToList();
        for (var last = items.Count - 1; last >= 0; last--)
        {
            if (items[last].IsContents)
            {
                items.Add(items[last] with { IsContents = false });
            }
        }

        items.Sort(Compare);
        return items;
    }

    private static int Compare(DirectoryItem a, DirectoryItem b)
    {
        var same = a.Path.AsSpan().CommonPrefixLength(b.Path);
        return a.Next(same).CompareTo(b.Next(same));
    }

    /// <summary>The kind of a step at a position in the order.</summary>
    private int Next(int at) => at < Path.Length ? Utf8Order.Rank(Path[at]) : IsContents ? '/' : -1;
}
