using System.Text.Json;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Http;

/// <summary>A response of the API.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The whole body.</param>
internal sealed record RestReply(int Status, byte[] Body)
{
    public string? ETag { get; init; }

    /// <summary>The next page; null on the last one.</summary>
    public Uri? Next { get; init; }

    /// <summary>Where it redirects to; null if it does not.</summary>
    public Uri? Location { get; init; }

    /// <summary>For a rate-limited request: how long to wait before trying again. Null if it is not.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>The permissions that the call needs according to the server; null if unknown.</summary>
    public string? Accepts { get; init; }

    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>The same request may succeed later: a rate limit, or a server error.</summary>
    public bool IsPassing => Wait is not null || Status is 408 or >= 500;

    /// <summary>The server's own message, short and on one line; empty if there is none.</summary>
    public string Message
    {
        get
        {
            try
            {
                using var json = JsonDocument.Parse(Body);
                string[] names = ["message", "error_description", "error"];
                var said =
                    names.Select(name => json.RootElement.ValueKind == JsonValueKind.Object
                        && json.RootElement.TryGetProperty(name, out var text) ? text : default)
                    .FirstOrDefault(text => text.ValueKind != JsonValueKind.Undefined);
                return said.ValueKind == JsonValueKind.Undefined ? "" : Excerpt.Of(said.ToString());
            }
            catch (JsonException)
            {
                return "";
            }
        }
    }
}
