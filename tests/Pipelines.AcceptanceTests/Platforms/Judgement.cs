using System.Collections.Concurrent;

namespace Pipelines.AcceptanceTests.Platforms;

/// <summary>Notes what Prism finds wrong with requests, and hides the further pages that GitHub's examples name on its own
/// server.</summary>
internal sealed class Judgement : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _findings = new();
    private readonly ConcurrentQueue<string> _judged = new();

    public Judgement()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
    }

    /// <summary>Requests that are against the description, a line each.</summary>
    public IReadOnlyList<string> Findings => [.. _findings];

    /// <summary>How many requests were judged.</summary>
    public int Count => _judged.Count;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath == "/graphql")
        {
            // no part of the description
            return new HttpResponseMessage { Content =
                new StringContent("""{"data":{"repository":{"pullRequest":{"reviewDecision":"APPROVED"}}}}""") };
        }

        var response = await base.SendAsync(request, cancellationToken);
        var violations = response.Headers.TryGetValues("sl-violations", out var found) ? string.Join(' ', found) : "";
        _judged.Enqueue($"{request.Method} {request.RequestUri}");
        if (!response.IsSuccessStatusCode || violations.Contains("[\"request\"", StringComparison.Ordinal))
        {
            _findings.Enqueue($"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {violations}");
        }

        response.Headers.Remove("Link");
        return response;
    }
}
