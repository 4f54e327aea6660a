using System.IO.Enumeration;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Trees;

/// <summary>A step of a walk that meets everything below a directory in the byte order of the paths.</summary>
/// <param name="Path">Path in the tree.</param>
/// <param name="IsContents">
/// False: the name itself. True: what is in the directory of that name, or in the one that a link of that name leads to, which comes where
/// <c>name/</c> would: after <c>name-b</c>.
/// </param>
internal sealed record DirectoryItem(string Path, bool IsContents)
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The steps of one directory.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="directory">Path in it; empty for the root.</param>
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

    /// <summary>What comes in the order at a place in the path.</summary>
    private int Next(int at) => at < Path.Length ? Utf8Order.Rank(Path[at]) : IsContents ? '/' : -1;
}
