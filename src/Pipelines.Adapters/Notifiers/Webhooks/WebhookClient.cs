using System.Net.Http.Headers;
using Pipelines.Adapters.Http;
using Pipelines.Reporting;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Pipelines.Adapters.Notifiers.Webhooks;

/// <summary>Posts JSON to a webhook, with retries if the server is busy or failing, within a bounded time.</summary>
/// <param name="client">Should not follow redirects: a POST would become a GET, and appear to be delivered.</param>
/// <param name="url">The webhook; never included in a message.</param>
/// <param name="clock">For retries and limits.</param>
internal sealed class WebhookClient(HttpClient client, Secret url, TimeProvider clock)
{
    private const int Retries = 4;
    private const int RetriesWithoutAnswer = 2;

    /// <summary>Who has not answered by then is out of reach; a deployment does not wait longer for that.</summary>
    private static readonly TimeSpan Reachable = TimeSpan.FromSeconds(3);

    /// <summary>Maximum total time for delivery, including waiting.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Null if delivered, otherwise the reason in one line.</summary>
    /// <exception cref="Errors.PipelineException">The address is not one that we send to.</exception>
    public async Task<string?> PostAsync(byte[] json, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation)
    {
        var address = WebhookUrl.Parse(url);
        try
        {
            return Judge(await Patience().ExecuteAsync(async token => await PostOnceAsync(address, json, headers, token), cancellation));
        }
        catch (TimeoutRejectedException)
        {
            return $"the server did not accept it within {Limit.ForPeople()}.";
        }
        catch (Exception e) when (NetworkFailure.Is(e))
        {
            return $"{NetworkFailure.Describe(e)}.";
        }
    }

    private ResiliencePipeline<WebhookReply> Patience()
    {
        var start = clock.GetTimestamp();
        return new ResiliencePipelineBuilder<WebhookReply> { TimeProvider = clock }
            .AddTimeout(Limit)
            .AddRetry(new RetryStrategyOptions<WebhookReply>
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(400),
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } reply ? IsWorthRetrying(reply)
                    : attempt.Outcome.Exception is { } e && NetworkFailure.Is(e)
                        && attempt.AttemptNumber < RetriesWithoutAnswer && clock.GetElapsedTime(start) < Reachable),
                DelayGenerator = outcome => ValueTask.FromResult(outcome.Outcome.Result?.RetryAfter),
            })
            .Build();
    }

    /// <summary>A wait longer than the total time would only delay the deployment.</summary>
    private bool IsWorthRetrying(WebhookReply reply) => reply.IsPassing && !(reply.RetryAfter >= Limit);

    private async Task<WebhookReply> PostOnceAsync(
        Uri address, byte[] json, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd("pipelines");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var body = await BoundedBody.ReadAsync(response.Content, cancellation);
        return new WebhookReply((int)response.StatusCode, body, RetryAfter.Of(response, body, clock.GetUtcNow()));
    }

    private string? Judge(WebhookReply reply)
    {
        var patience = reply.RetryAfter is { } wait ? $" and asks to wait {wait.ForPeople()}" : "";
        var said = reply.Body.Length == 0 ? "" : $": {Excerpt.Of(WithoutSecrets(reply.Body))}";
        return reply.IsDelivered ? null : $"the server responded with {reply.Status}{patience}{said}";
    }

    /// <summary>A server may echo the request: the address, or only its path.</summary>
    private string WithoutSecrets(string body)
    {
        var address = WebhookUrl.Parse(url);
        var token = address.Segments[^1].Trim('/');
        string[] secrets = [url.Reveal(), address.PathAndQuery, token];
        return secrets.Where(secret => secret.Length > 1)
            .Aggregate(body, (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal));
    }
}
