using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipelines.Errors;

namespace Pipelines.Health.Checks;

/// <summary>A place in a JSON document: <c>$.a.b[0]</c>, <c>a.b</c> or <c>$['a.b']</c>. A small subset of RFC 9535 without
/// wildcards.</summary>
public sealed partial class JsonPath
{
    private readonly string _text;
    private readonly List<(string? Name, int Index)> _segments;

    private JsonPath(string text, List<(string? Name, int Index)> segments) => (_text, _segments) = (text, segments);

    /// <exception cref="PipelineException">Not a path of this subset.</exception>
    public static JsonPath Parse(string text)
    {
        var rooted = text.StartsWith('$') ? text[1..] : text.StartsWith('[') ? text : $".{text}";
        var matches = Segment().Matches(rooted);
        return matches.Sum(match => match.Length) == rooted.Length
            ? new JsonPath(text, [.. matches.Select(Read)])
            : throw PipelineException.BadInput("json", $"\"{text}\" is not a path. Expected $.name.list[0] or name.name.");
    }

    /// <summary>The value there; null if there is none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        JsonElement? place = root;
        foreach (var (name, index) in _segments)
        {
            place = name is null ? Item(place.Value, index) : Member(place.Value, name);
            if (place is null)
            {
                return null;
            }
        }

        return place;
    }

    public override string ToString() => _text;

    private static (string? Name, int Index) Read(Match segment) =>
        segment.Groups["index"].Success
            ? (null, int.Parse(segment.Groups["index"].ValueSpan, CultureInfo.InvariantCulture))
            : (segment.Groups["name"].Value, 0);

    private static JsonElement? Item(JsonElement list, int index) =>
        list.ValueKind == JsonValueKind.Array && index < list.GetArrayLength() ? list[index] : null;

    private static JsonElement? Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : null;

    [GeneratedRegex(@"\G(?:\.(?<name>[^.\[\]'""]+)|\[(?<index>[0-9]{1,9})\]|\['(?<name>[^']+)'\])", RegexOptions.ExplicitCapture)]
    private static partial Regex Segment();
}
