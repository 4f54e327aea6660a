using System.Text.Json;

namespace Pipelines.Health.Checks;

/// <summary>What an HTTP server answered.</summary>
/// <param name="status">Such as 200.</param>
/// <param name="headers">Names without regard to case; several values of one name joined by <c>, </c>.</param>
/// <param name="body">The body, or its beginning when it is long.</param>
/// <param name="took">From the request to the end of the body.</param>
public sealed class HttpAnswer(int status, IReadOnlyDictionary<string, string> headers, string body, TimeSpan took)
{
    private readonly Lazy<JsonElement?> _json = new(() => ParseJson(body));

    public int Status => status;

    public string Body => body;

    public TimeSpan Took => took;

    /// <summary>The value of a header; null when it is not there.</summary>
    public string? Header(string name) => headers.GetValueOrDefault(name);

    /// <summary>The value at a path of the body as a text (numbers and the rest as written); null when nothing is there the body is not JSON, or what stands there is no text.</summary>
    public string? Json(JsonPath path)
    {
        try
        {
            return _json.Value is { } root && path.Find(root) is { } value ? Text(value) : null;
        }
        catch (InvalidOperationException) // half of a surrogate pair, in a name or a value: no text
        {
            return null;
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static JsonElement? ParseJson(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
