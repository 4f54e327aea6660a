using Pipelines.Configuration.Schema;
using Pipelines.Errors;

namespace Pipelines.Configuration;

/// <summary>Names in the file that must exist in another section.</summary>
public static class References
{
    /// <summary>Every text at <paramref name="path"/> must be a key of the mapping <paramref name="section"/>.</summary>
    /// <param name="root">The file.</param>
    /// <param name="reading">Receives problems.</param>
    /// <param name="path">Keys from the top; <c>*</c> matches each value of a mapping or list.</param>
    /// <param name="section">A top-level key.</param>
    /// <param name="what">What the section contains, with its article.</param>
    public static void Check(ConfigNode root, ConfigReading reading, IReadOnlyList<string> path, string section, string what)
    {
        var names = Values(root, "", [section]).Select(found => found.Node).OfType<ConfigNode.Mapping>().SelectMany(map => map.Entries)
            .Select(entry => entry.Key).ToList();
        foreach (var (place, node) in Values(root, "", path))
        {
            if (node is ConfigNode.Scalar { Text: { Length: > 0 } name } && !names.Contains(name))
            {
                reading.Fail(place, node.At, $"\"{name}\" is not {what} in this file.", NearestName.Hint(name, names));
            }
        }
    }

    private static IEnumerable<(string Path, ConfigNode Node)> Values(ConfigNode node, string place, IReadOnlyList<string> path)
    {
        if (path is not [var key, ..])
        {
            return [(place, node)];
        }

        var children = node switch
        {
            ConfigNode.Mapping map => map.Entries.Where(entry => key is "*" || entry.Key == key)
                .Select(entry => (ConfigPath.Join(place, entry.Key), entry.Value)),
            ConfigNode.Sequence list when key is "*" => list.Items.Select((item, i) => ($"{place}[{i}]", item)),
            ConfigNode.Scalar when key is "*" => [(place, node)],
            _ => [],
        };
        return children.SelectMany(child => Values(child.Item2, child.Item1, [.. path.Skip(1)]));
    }
}
