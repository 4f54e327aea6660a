using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

/// <summary>A list; a single value counts as a list of one.</summary>
/// <param name="item">The shape of each value.</param>
/// <param name="mayBeEmpty">Whether the list may be empty.</param>
public sealed class ListShape<T>(Shape<T> item, bool mayBeEmpty) : Shape<IReadOnlyList<T>>
{
    public override string Expected => $"a list of {item.Expected}";

    public override IEnumerable<(string Path, Key Key)> Below => item.Below;

    public override bool TryRead(ConfigNode node, string path, ConfigReading reading, out IReadOnlyList<T> value)
    {
        var items = node is ConfigNode.Sequence list ? list.Items : [node];
        var values = new List<T>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (item.TryRead(items[i], node is ConfigNode.Sequence ? $"{path}[{i}]" : path, reading, out var read))
            {
                values.Add(read);
            }
        }

        value = values;
        return values.Count == items.Count && (items.Count > 0 || mayBeEmpty
            || reading.Fail(path, node.At, $"the list is empty. Expected {Expected}, with at least one entry."));
    }

    public override JsonObject Schema()
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.Schema() };
        if (!mayBeEmpty)
        {
            list["minItems"] = 1;
        }

        return new JsonObject { ["oneOf"] = new JsonArray(item.Schema(), list) };
    }
}
