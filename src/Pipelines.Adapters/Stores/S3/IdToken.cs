using System.Text;
using Pipelines.Configuration;
using System.Net.Http.Headers;
using System.Text.Json;
using Pipelines.Errors;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>The platform's proof of the job's identity: an OpenID Connect token.</summary>
internal static class IdToken
{
    private const int MostBytes = 1024 * 1024;

    private const string Audience = "sts.amazonaws.com";

    /// <summary>Where tokens come from; null if the platform does not provide them.</summary>
    /// <param name="location">Names the variable in which GitLab's <c>id_tokens</c> puts one.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    public static Func<Task<string>>? Of(BucketLocation location, Func<string, string?> variable)
    {
        if (variable(location.IdToken) is { Length: > 0 } given)
        {
            return () => Task.FromResult(given);
        }

        if (variable("AWS_WEB_IDENTITY_TOKEN_FILE") is { Length: > 0 } file)
        {
            return () => Task.FromResult(Encoding.UTF8.GetString(BoundedFile.Read(file, MostBytes)));
        }

        return variable("ACTIONS_ID_TOKEN_REQUEST_URL") is { Length: > 0 } url
            && variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN") is { Length: > 0 } bearer
            ? () => AskAsync(new Uri($"{url}&audience={Audience}"), bearer)
            : null;
    }

    /// <summary>
    /// GitHub issues one in exchange for the job's own token: https://docs.github.com/actions/concepts/security/openid-connect.
    /// </summary>
    private static async Task<string> AskAsync(Uri url, string bearer)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        try
        {
            using var response = await client.SendAsync(request);
            using var answer = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
            return answer.RootElement.GetProperty("value").GetString() ?? throw new JsonException("its value is null");
        }
        catch (Exception e) when (
            e is HttpRequestException or IOException or JsonException or KeyNotFoundException or InvalidOperationException
                or TaskCanceledException)
        {
            throw new PipelineException(
                $"GitHub did not issue an OIDC token for the role: {e.Message.TrimEnd('.')}.",
                "Give the job \"permissions: { id-token: write }\" and run it again.", inner: e);
        }
    }
}
