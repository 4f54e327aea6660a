using System.Text.Json.Nodes;
using Pipelines.Model;

namespace Pipelines.Configuration.Schema;

/// <summary>A mapping from names chosen by the user to values of one shape.</summary>
/// <param name="item">The shape of the values.</param>
/// <param name="names">Which names are allowed; null for any.</param>
public sealed class MapShape<T>(Shape<T> item, NamePattern? names = null) : Shape<IReadOnlyDictionary<string, T>>
{
    public override string Expected => $"a mapping from names to {item.Expected}";

    public override IEnumerable<(string Path, Key Key)> Below =>
        item.Below.Select(nested => (ConfigPath.Join("NAME", nested.Path), nested.Key));

    public override bool TryRead(ConfigNode node, string path, ConfigReading reading, out IReadOnlyDictionary<string, T> value)
    {
        var values = new OrderedDictionary<string, T>();
        value = values;
        if (node is not ConfigNode.Mapping map)
        {
            return Mismatch(node, path, reading);
        }

        var sound = true;
        foreach (var (name, at, child) in map.Entries)
        {
            var childPath = ConfigPath.Join(path, name);
            if (names?.Accepts(name) == false)
            {
                sound = reading.Fail(childPath, at, $"\"{name}\" is not a valid name. Expected {names.Expected}.");
            }

            if (item.TryRead(child, childPath, reading, out var read))
            {
                values[name] = read;
            }
            else
            {
                sound = false;
            }
        }

        return sound;
    }

    public override ConfigNode Merge(ConfigNode farther, ConfigNode nearer) =>
        ConfigNode.Mapping.Merge(farther, nearer, (_, one, other) => item.Merge(one, other));

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = item.Schema() };
        if (names is not null)
        {
            schema["propertyNames"] = new JsonObject { ["pattern"] = names.Pattern };
        }

        return schema;
    }
}
