using System.Text.Json;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Http;

/// <summary>What the API answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The whole body.</param>
internal sealed record RestReply(int Status, byte[] Body)
{
    public string? ETag { get; init; }

    /// <summary>The next page; null on the last one.</summary>
    public Uri? Next { get; init; }

    /// <summary>Where it sends us on to; null when it does not.</summary>
    public Uri? Location { get; init; }

    /// <summary>For a refusal because of a rate limit: how long to wait before the same is asked again. Null when it is none.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>The permissions that the server says the call takes; null when it does not say.</summary>
    public string? Accepts { get; init; }

    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>The same request may succeed later: a rate limit, or trouble of the server's own.</summary>
    public bool IsPassing => Wait is not null || Status is 408 or >= 500;

    /// <summary>The server's own words, short and on one line; empty when there are none.</summary>
    public string Message
    {
        get
        {
            try
            {
                using var json = JsonDocument.Parse(Body);
                string[] names = ["message", "error_description", "error"];
                var said = names.Select(name => json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var text) ? text : default)
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
