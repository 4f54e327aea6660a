using System.Net;
using System.Text;
using Pipelines.Adapters.Http;

namespace Pipelines.Tests.Http;

public sealed class RateLimitTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Theory]
    [InlineData(403, "", "", null)] // about permissions
    [InlineData(403, "", "x-ratelimit-remaining: 7|x-ratelimit-reset: 1800000100", null)]
    [InlineData(403, "", "x-ratelimit-remaining: 0|x-ratelimit-reset: 1800000100", 100)]
    [InlineData(429, "", "x-ratelimit-remaining: 0|x-ratelimit-reset: 1800000100", 100)]
    [InlineData(429, "", "RateLimit-Remaining: 0|RateLimit-Reset: 1800000030", 30)] // GitLab
    [InlineData(403, "", "x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000000", 0)]
    [InlineData(403, "", "Retry-After: 5|x-ratelimit-remaining: 0|x-ratelimit-reset: 1800000100", 5)]
    [InlineData(403, "", "Retry-After: Fri, 15 Jan 2027 08:01:40 GMT", 100)]
    [InlineData(403, """{"message":"You have exceeded a secondary rate limit."}""", "", 60)]
    [InlineData(429, "", "", 60)]
    [InlineData(429, "", "x-ratelimit-remaining: 0|x-ratelimit-reset: 9223372036854775807", 60)]
    [InlineData(429, "", "x-ratelimit-remaining: many|x-ratelimit-reset: soon", 60)]
    [InlineData(500, "rate limit", "x-ratelimit-remaining: 0", null)]
    public void ALimitIsToldFromAMissingPermissionAndSaysHowLong(int status, string body, string headers, int? seconds)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            response.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ", 2)[1]);
        }

        Assert.Equal(seconds, (int?)RateLimit.Of(response, Encoding.UTF8.GetBytes(body), Now)?.TotalSeconds);
    }
}
