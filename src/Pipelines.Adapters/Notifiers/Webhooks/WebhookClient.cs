using System.Net.Http.Headers;
using Pipelines.Adapters.Http;
using Pipelines.Reporting;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Pipelines.Adapters.Notifiers.Webhooks;

/// <summary>Posts JSON to a webhook, again when the server asks for patience or is in trouble, within a bounded time.</summary>
/// <param name="client">Should not follow redirects: a POST would become a GET, and look delivered.</param>
/// <param name="url">The webhook; never in a message.</param>
/// <param name="clock">For retries and limits.</param>
internal sealed class WebhookClient(HttpClient client, Secret url, TimeProvider clock)
{
    private const int Retries = 4;

    /// <summary>How long delivery may take in all, waiting included.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Null when delivered, else why not in one line.</summary>
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
            return $"the server did not take it within {Limit.ForPeople()}.";
        }
        catch (Exception e) when (NetworkFailure.Is(e))
        {
            return $"{NetworkFailure.Describe(e)}.";
        }
    }

    private ResiliencePipeline<WebhookReply> Patience() =>
        new ResiliencePipelineBuilder<WebhookReply> { TimeProvider = clock }
            .AddTimeout(Limit)
            .AddRetry(new RetryStrategyOptions<WebhookReply>
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(400),
                ShouldHandle = outcome => ValueTask.FromResult(IsWorthRetrying(outcome.Outcome)),
                DelayGenerator = outcome => ValueTask.FromResult(outcome.Outcome.Result?.RetryAfter),
            })
            .Build();

    /// <summary>A wait that is longer than all the time there is would only hold the deployment up.</summary>
    private bool IsWorthRetrying(Outcome<WebhookReply> outcome) => outcome.Result is { } reply
        ? reply.IsPassing && !(reply.RetryAfter >= Limit)
        : outcome.Exception is { } e && NetworkFailure.Is(e);

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
        return reply.IsDelivered ? null : $"the server answered {reply.Status}{patience}{said}";
    }

    /// <summary>A server may quote what it was asked: the address, or its path alone.</summary>
    private string WithoutSecrets(string body)
    {
        var address = WebhookUrl.Parse(url);
        var token = address.Segments[^1].Trim('/');
        string[] secrets = [url.Reveal(), address.PathAndQuery, token];
        return secrets.Where(secret => secret.Length > 1).Aggregate(body, (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal));
    }
}
