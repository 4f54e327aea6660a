using Pipelines.Configuration.Schema;
using Pipelines.Errors;

namespace Pipelines.Configuration;

/// <summary>Names in the file that must be those of a section.</summary>
public static class References
{
    /// <summary>Every text at <paramref name="path"/> must be a key of the mapping <paramref name="section"/>.</summary>
    /// <param name="root">The file.</param>
    /// <param name="reading">Where problems go.</param>
    /// <param name="path">Keys from the top; <c>*</c> is each value of a mapping or of a list.</param>
    /// <param name="section">A key of the top level.</param>
    /// <param name="what">What the section holds, with its article.</param>
    public static void Check(ConfigNode root, ConfigReading reading, IReadOnlyList<string> path, string section, string what)
    {
        var names = Values(root, "", [section]).Select(found => found.Node).OfType<ConfigNode.Mapping>().SelectMany(map => map.Entries).Select(entry => entry.Key).ToList();
        foreach (var (place, node) in Values(root, "", path))
        {
            if (node is ConfigNode.Scalar { Text: { Length: > 0 } name } && !names.Contains(name))
            {
                reading.Fail(place, node.At, $"\"{name}\" is not {what} of this file.", NearestName.Hint(name, names));
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
            ConfigNode.Mapping map => map.Entries.Where(entry => key is "*" || entry.Key == key).Select(entry => (ConfigPath.Join(place, entry.Key), entry.Value)),
            ConfigNode.Sequence list when key is "*" => list.Items.Select((item, i) => ($"{place}[{i}]", item)),
            ConfigNode.Scalar when key is "*" => [(place, node)],
            _ => [],
        };
        return children.SelectMany(child => Values(child.Item2, child.Item1, [.. path.Skip(1)]));
    }
}
