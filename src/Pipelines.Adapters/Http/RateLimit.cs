using System.Globalization;
using System.Text;

namespace Pipelines.Adapters.Http;

/// <summary>
/// How long a platform's rate limit blocks us. GitHub: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api;
/// GitLab: https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits.
/// </summary>
internal static class RateLimit
{
    /// <summary>GitHub's recommendation if it does not specify a time.</summary>
    private static readonly TimeSpan Unsaid = TimeSpan.FromMinutes(1);

    /// <summary>Null if the response is not about a rate limit: a 403 without any of its signs is about permissions.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        if ((int)response.StatusCode is not (403 or 429))
        {
            return null;
        }

        var asked = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - now : null;
        var wait = asked ?? UntilReset(response, now)
            ?? ((int)response.StatusCode == 429 || Encoding.UTF8.GetString(body).Contains("rate limit", StringComparison.OrdinalIgnoreCase)
                ? Unsaid : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static TimeSpan? UntilReset(HttpResponseMessage response, DateTimeOffset now)
    {
        const long lastSecond = 253402300799; // in the year 9999
        return Number(response, "ratelimit-remaining") == 0 && Number(response, "ratelimit-reset") is { } reset
            && reset is >= 0 and <= lastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(reset) - now
            : null;
    }

    /// <summary>GitHub's headers start with <c>x-</c>, GitLab's do not.</summary>
    private static long? Number(HttpResponseMessage response, string name) =>
        (response.Headers.TryGetValues($"x-{name}", out var values) || response.Headers.TryGetValues(name, out values))
        && long.TryParse(values.First(), CultureInfo.InvariantCulture, out var number) ? number : null;
}
