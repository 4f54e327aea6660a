using System.Text.Json;

namespace Pipelines.Adapters.Http;

/// <summary>How long a rate-limiting server asks us to wait.</summary>
internal static class RetryAfter
{
    /// <summary>
    /// From Discord's JSON <c>retry_after</c> (seconds with a fraction), otherwise from the header <c>Retry-After</c> (seconds or a date);
    /// null if there is neither.
    /// </summary>
    public static TimeSpan? Of(HttpResponseMessage response, string body, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        var asked = FromJson(body) ?? header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    private static TimeSpan? FromJson(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("retry_after", out var seconds)
                && seconds.ValueKind == JsonValueKind.Number
                && seconds.TryGetDouble(out var value)
                    ? TimeSpan.FromSeconds(Math.Clamp(value, 0, TimeSpan.SecondsPerDay))
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
