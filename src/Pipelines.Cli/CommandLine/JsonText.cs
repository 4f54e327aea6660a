using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipelines.Cli.CommandLine;

/// <summary>JSON for standard output.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The value with every string redacted, and without anything that GitHub's runner would treat as a command anywhere in a line.
    /// </summary>
    public static string Of(JsonNode json, Func<string, string> redact) =>
        Redacted(json, redact)!.ToJsonString(Options).Replace("##[", "#\\u0023[", StringComparison.Ordinal);

    private static JsonNode? Redacted(JsonNode? node, Func<string, string> redact) => node switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Redacted(member.Value, redact)))),
        JsonArray list => new JsonArray([.. list.Select(item => Redacted(item, redact))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(redact(value.GetValue<string>())),
        null => null,
        _ => node.DeepClone(),
    };
}
