using System.Text.Json;

namespace Pipelines.Health.Checks;

/// <summary>An HTTP response.</summary>
/// <param name="status">For example 200.</param>
/// <param name="headers">Names are case-insensitive; several values of one name are joined by <c>, </c>.</param>
/// <param name="body">The body, or its start if it is long.</param>
/// <param name="took">From the request to the end of the body.</param>
public sealed class HttpAnswer(int status, IReadOnlyDictionary<string, string> headers, string body, TimeSpan took)
{
    private readonly Lazy<JsonElement?> _json = new(() => ParseJson(body));

    public int Status => status;

    public string Body => body;

    public TimeSpan Took => took;

    /// <summary>The value of a header; null if it is missing.</summary>
    public string? Header(string name) => headers.GetValueOrDefault(name);

    /// <summary>
    /// The value at a path of the body as a string (numbers and the rest as written); null if it is missing, the body is not JSON, or the
    /// value is not valid text.
    /// </summary>
    public string? Json(JsonPath path)
    {
        try
        {
            return _json.Value is { } root && path.Find(root) is { } value ? Text(value) : null;
        }
        catch (InvalidOperationException) // an unpaired surrogate in a name or value: not valid text
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
