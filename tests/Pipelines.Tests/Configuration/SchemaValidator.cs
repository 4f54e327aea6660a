using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pipelines.Tests.Configuration;

/// <summary>
/// The keywords of JSON Schema that ours uses, as an editor applies them; any other keyword fails. The library that would do this
/// (JsonSchema.Net) does not restore from the registry in use.
/// </summary>
internal static class SchemaValidator
{
    public static bool Accepts(JsonNode schema, string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Accepts(schema.AsObject(), Json(stream.Documents[0].RootNode));
    }

    private static bool Accepts(JsonObject schema, JsonNode? value) => schema.All(keyword => keyword.Key switch
    {
        "$schema" or "title" or "description" => true,
        "type" => (keyword.Value is JsonArray types ? types.Select(type => $"{type}") : [$"{keyword.Value}"])
            .Any(type => type == Type(value) || (type, Type(value)) is ("number", "integer")),
        "enum" => keyword.Value!.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
        "pattern" => Type(value) != "string" || Regex.IsMatch($"{value}", $"{keyword.Value}"),
        "minimum" => Type(value) != "integer" || (long)value! >= (int)keyword.Value!,
        "maximum" => Type(value) != "integer" || (long)value! <= (int)keyword.Value!,
        "minItems" => value is not JsonArray few || few.Count >= (int)keyword.Value!,
        "items" => value is not JsonArray list || list.All(item => Accepts(keyword.Value!.AsObject(), item)),
        "oneOf" => keyword.Value!.AsArray().Count(one => Accepts(one!.AsObject(), value)) == 1,
        "required" => value is not JsonObject map || keyword.Value!.AsArray().All(name => map.ContainsKey($"{name}")),
        "propertyNames" =>
            value is not JsonObject map || map.All(member => Accepts(keyword.Value!.AsObject(), JsonValue.Create(member.Key))),
        "properties" => value is not JsonObject map
            || map.All(member => keyword.Value![member.Key] is not JsonObject inner || Accepts(inner, member.Value)),
        "additionalProperties" => value is not JsonObject map || map.Where(member => schema["properties"]?[member.Key] is null)
            .All(member => keyword.Value is JsonObject inner && Accepts(inner, member.Value)),
        _ => throw new InvalidOperationException($"The schema uses {keyword.Key}, which this validator does not know."),
    });

    private static string Type(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value!.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        _ => "boolean",
    };

    /// <summary>Plain scalars by the core schema of YAML 1.2.</summary>
    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } number when long.TryParse(number.Value, CultureInfo.InvariantCulture, out var whole) =>
            JsonValue.Create(whole),
        YamlScalarNode { Style: ScalarStyle.Plain } number when double.TryParse(number.Value, CultureInfo.InvariantCulture,
            out var real) => JsonValue.Create(real),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };
}
