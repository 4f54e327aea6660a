using System.Net.Security;
using Pipelines.Adapters.Http;
using Pipelines.Health.Checks;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Probes;

/// <summary>Sends an HTTP request, each time on a new connection: a kept-alive one could still reach the old version.</summary>
internal sealed class HttpProbe(TimeProvider clock) : CheckProbe<HttpCheck>
{
    private const int MostHops = 5;

    private static readonly Dictionary<string, Secret> NoHeaders = [];

    protected override async Task<ProbeResult> ProbeAsync(HttpCheck check, CancellationToken cancellation)
    {
        var address = check.Address();
        try
        {
            return Judge(check.Expect, await GetAsync(check, address, cancellation));
        }
        catch (InvalidDataException e)
        {
            return ProbeResult.Ill(Excerpt.Of(e.Message));
        }
        catch (Exception e) when (NetworkFailure.Is(e))
        {
            return ProbeResult.Ill(NetworkFailure.Describe(e));
        }
    }

    private static ProbeResult Judge(HttpExpectation expect, HttpAnswer answer)
    {
        var fault = expect.Fault(answer);
        var version = VersionProof.Find(answer, expect.Version, expect.VersionFrom);
        var said = version is null ? "" : $", version {Excerpt.Of(version)}";
        return new ProbeResult(fault is null, fault ?? $"responded with {answer.Status} in {answer.Took.ForPeople()}{said}", version,
            answer.Took);
    }

    private async Task<HttpAnswer> GetAsync(HttpCheck check, Uri address, CancellationToken cancellation)
    {
        var (started, first) = (clock.GetTimestamp(), address);
        for (var hops = 0; ; hops++)
        {
            using var handler = Handler(check, address);
            using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            using var request = Request(address, IsSameServer(first, address) ? check.Sends : NoHeaders);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var headers = Headers(response);
            if (!check.FollowRedirects || hops == MostHops || Target(response, headers, address) is not { } target)
            {
                var body =
                    BodyText.Of(await DecodedBody.ReadAsync(response.Content, cancellation), headers.GetValueOrDefault("Content-Type"));
                return new HttpAnswer(
                    (int)response.StatusCode,
                    headers.ToDictionary(header => header.Key, header =>
                    RequestHeaders.Redact(header.Value, check.Sends.Values), StringComparer.OrdinalIgnoreCase),
                    RequestHeaders.Redact(body, check.Sends.Values), clock.GetElapsedTime(started));
            }

            address = target;
        }
    }

    private static bool IsSameServer(Uri one, Uri other) =>
        one.GetLeftPart(UriPartial.Authority) == other.GetLeftPart(UriPartial.Authority);

    private static HttpRequestMessage Request(Uri address, IReadOnlyDictionary<string, Secret> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value.Reveal());
        }

        if (!request.Headers.NonValidated.Contains("User-Agent"))
        {
            request.Headers.UserAgent.ParseAdd("pipelines-health-check");
        }

        request.Headers.ConnectionClose = true;
        return request;
    }

    /// <summary>
    /// The target of a redirect; null if the response is not one, or leads to something other than http or https, or from https to http:
    /// then the response itself is checked.
    /// </summary>
    private static Uri? Target(HttpResponseMessage response, Dictionary<string, string> headers, Uri from) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && headers.TryGetValue("Location", out var location)
        && Uri.TryCreate(from, location, out var target) && target.Scheme is "http" or "https" && target.Host.Length > 0
        && (from.Scheme == "http" || target.Scheme == "https")
            ? target
            : null;

    private static SocketsHttpHandler Handler(HttpCheck check, Uri address) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !address.IsLoopback,
        SslOptions = check.Insecure ? AnyCertificate() : new SslClientAuthenticationOptions(),
    };

#pragma warning disable CA5359 // the user asked for it with "insecure", for this one check
    private static SslClientAuthenticationOptions AnyCertificate() => new() { RemoteCertificateValidationCallback = (_, _, _, _) => true };
#pragma warning restore CA5359

    private static Dictionary<string, string> Headers(HttpResponseMessage response) => response.Headers.NonValidated
        .Concat(response.Content.Headers.NonValidated)
        .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group =>
            string.Join(", ", group.SelectMany(header => header.Value)), StringComparer.OrdinalIgnoreCase);
}
