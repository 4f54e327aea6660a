using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

/// <summary>Reads a mapping with one shape, and anything else with another.</summary>
public sealed class EitherShape<T>(Shape<T> plain, Shape<T> mapping) : Shape<T>
{
    public override string Expected => $"{plain.Expected}, or {mapping.Expected}";

    public override IEnumerable<(string Path, Key Key)> Below => plain.Below.Concat(mapping.Below);

    public override bool TryRead(ConfigNode node, string path, ConfigReading reading, out T value) =>
        (node is ConfigNode.Mapping ? mapping : plain).TryRead(node, path, reading, out value);

    public override ConfigNode Merge(ConfigNode farther, ConfigNode nearer) => mapping.Merge(farther, nearer);

    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray(plain.Schema(), mapping.Schema()) };
}
