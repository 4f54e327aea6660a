using System.IO.Enumeration;

namespace Pipelines.Releases;

/// <summary>A step of a walk that meets everything below a directory in the byte order of the paths.</summary>
/// <param name="Path">Path in the tree.</param>
/// <param name="IsContents">False: the name itself. True: what is in the directory of that name, which comes where <c>name/</c> would: after <c>name-b</c>.</param>
internal readonly record struct DirectoryItem(string Path, bool IsContents)
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The steps of one directory.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="directory">Path in it; empty for the root.</param>
    public static List<DirectoryItem> Of(string root, string directory)
    {
        var names = new FileSystemEnumerable<(string Key, bool IsContents)>(
            System.IO.Path.Combine(root, directory), (ref entry) => (entry.FileName.ToString(), entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)), All).ToList();
        var steps = new List<(string Key, bool IsContents)>(names.Count);
        foreach (var (name, isDirectory) in names)
        {
            steps.Add((name, false));
            if (isDirectory)
            {
                steps.Add(($"{name}/", true));
            }
        }

        steps.Sort((a, b) => Utf8Order.Instance.Compare(a.Key, b.Key));
        var before = directory.Length == 0 ? "" : $"{directory}/";
        return steps.ConvertAll(step => new DirectoryItem(before + (step.IsContents ? step.Key[..^1] : step.Key), step.IsContents));
    }
}
