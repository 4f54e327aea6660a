using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.Files;

/// <summary>
/// Keys in ordinal order, with the names of one directory in memory at a time, and only the directories that can match the prefix.
/// </summary>
internal sealed class FileStoreListing(string root, string location)
{
    public IEnumerable<string> Keys(string prefix) => Below("", prefix);

    private IEnumerable<string> Below(string parent, string prefix)
    {
        foreach (var name in Names(parent))
        {
            var key = parent + name;
            if (!key.EndsWith('/'))
            {
                if (key.StartsWith(prefix, StringComparison.Ordinal))
                {
                    yield return key;
                }
            }
            else if (key.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(key, StringComparison.Ordinal))
            {
                foreach (var below in Below(key, prefix))
                {
                    yield return below;
                }
            }
        }
    }

    /// <summary>Names in a directory, directories with a trailing '/': this way they sort like the keys below them.</summary>
    private List<string> Names(string parent)
    {
        try
        {
            return [.. new DirectoryInfo(Path.Combine(root, parent)).EnumerateFileSystemInfos()
                .Select(info => info is DirectoryInfo ? info.Name + "/" : info.Name)
                .Where(name => parent.Length > 0 || name != StoreKey.Reserved + "/")
                .Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (FileStoreFault.Translates(e))
        {
            throw FileStoreFault.From(e, location, $"list {parent}");
        }
    }
}
