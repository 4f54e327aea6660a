using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

/// <summary>A value written as a scalar.</summary>
/// <param name="expected">What is expected, with an example.</param>
/// <param name="parse">The parser.</param>
/// <param name="schema">JSON Schema keywords; null for any scalar, because <c>status: 200</c> is a string here and a number to an
/// editor.</param>
public sealed class ScalarShape<T>(string expected, ScalarParser<T> parse, Func<JsonObject>? schema = null) : Shape<T>
{
    public override string Expected => expected;

    public override bool TryRead(ConfigNode node, string path, ConfigReading reading, out T value)
    {
        value = default!;
        if (node is not ConfigNode.Scalar { Text.Length: > 0 } scalar)
        {
            return Mismatch(node, path, reading);
        }

        if (parse(scalar.Text, out value, out var error))
        {
            return true;
        }

        return error is null ? Mismatch(node, path, reading) : reading.Fail(path, node.At, error);
    }

    public override JsonObject Schema() => schema?.Invoke() ?? new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
}
