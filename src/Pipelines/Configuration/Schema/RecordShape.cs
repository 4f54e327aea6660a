using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

/// <summary>A mapping with declared keys. Any other key is an error that names the nearest valid one.</summary>
/// <param name="expected">A description of the mapping, such as <c>a calendar</c>.</param>
/// <param name="keys">All keys.</param>
/// <param name="build">Creates the value from the keys; it may record problems and then returns false.</param>
public sealed class RecordShape<T>(string expected, IReadOnlyList<Key> keys, RecordBuilder<T> build) : Shape<T>
{
    public override string Expected => $"{expected} (a mapping with {string.Join(", ", keys.Select(key => key.Name))})";

    public IReadOnlyList<Key> Keys => keys;

    public override IEnumerable<(string Path, Key Key)> Below => Key.AtAnyDepth(keys);

    /// <summary>Whether a key without a value is the same as an empty mapping.</summary>
    public bool MayBeAbsent { get; init; }

    /// <summary>Whether its keys exclude each other, so that two of it cannot be merged.</summary>
    public bool IsChoice { get; init; }

    /// <summary>Names of keys that are read before this shape sees the mapping.</summary>
    public IReadOnlyList<string> AlsoKnown { get; init; } = [];

    public override bool TryRead(ConfigNode node, string path, ConfigReading reading, out T value)
    {
        value = default!;
        if (MayBeAbsent && node is ConfigNode.Scalar { Text: "" })
        {
            node = new ConfigNode.Mapping([], node.At);
        }

        if (node is not ConfigNode.Mapping map)
        {
            return Mismatch(node, path, reading);
        }

        var record = new ConfigRecord(path, map.At);
        var sound = true;
        foreach (var entry in map.Entries)
        {
            sound &= ReadEntry(entry, record, reading);
        }

        foreach (var missing in keys.Where(key => key.Required && map.Entries.All(entry => entry.Key != key.Name)))
        {
            sound = reading.Fail(record.PathOf(missing), map.At, $"is missing. Expected {missing.Expected}.");
        }

        return sound && build(record, reading, out value);
    }

    public override ConfigNode Merge(ConfigNode farther, ConfigNode nearer) => IsChoice ? nearer : ConfigNode.Mapping.Merge(farther, nearer,
        (name, one, other) => keys.FirstOrDefault(key => key.Name == name)?.Merge(one, other) ?? other);

    private bool ReadEntry(ConfigEntry entry, ConfigRecord record, ConfigReading reading)
    {
        var path = ConfigPath.Join(record.Path, entry.Key);
        if (keys.FirstOrDefault(key => key.Name == entry.Key) is not { } known)
        {
            return reading.FailUnknown(path, entry, [.. keys.Select(key => key.Name), .. AlsoKnown]);
        }

        var read = known.TryRead(entry.Value, path, reading, out var value);
        record.Set(known, value, entry.KeyAt);
        return read;
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            properties[key.Name] = key.Described();
        }

        var required = new JsonArray([.. keys.Where(key => key.Required).Select(key => JsonValue.Create(key.Name))]);
        var result = new JsonObject
        {
            ["type"] = MayBeAbsent ? new JsonArray("object", "null") : "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        if (required.Count > 0)
        {
            result["required"] = required;
        }

        return result;
    }
}
