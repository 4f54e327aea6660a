using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipelines.Errors;
using Pipelines.Reporting;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Pipelines.Adapters.Http;

/// <summary>
/// Speaks JSON with a platform's API: pages, conditional reads, rate limits, retries, all within a bounded time and size. The token goes to
/// the API's own address only.
/// </summary>
/// <param name="client">Must not follow redirects by itself: it would take the token along.</param>
/// <param name="target">The API.</param>
/// <param name="clock">For retries and limits.</param>
internal sealed class RestClient(HttpClient client, RestTarget target, TimeProvider clock)
{
    private const int Retries = 4;
    private const int MostBytes = 8 * 1024 * 1024;
    private const int MostPages = 20;
    private const int MostHops = 3;

    private readonly ConcurrentDictionary<Uri, RestReply> _known = new();

    /// <summary>How long a call may take in all, waiting included.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one answer may take.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(20);

    public string Platform => target.Name;

    /// <summary>Whether the API begins at the root of its server, not below a path.</summary>
    public bool IsAtRoot => new Uri(target.Base).AbsolutePath == "/";

    /// <summary>Asks for a thing, or does one.</summary>
    /// <exception cref="PipelineException">It was refused, is not there, or the answer is not what the API promises.</exception>
    public async Task<T> AskAsync<T>(RestCall call, JsonTypeInfo<T> type, CancellationToken cancellation) => Read(call, await GoodAsync(call, cancellation), type);

    /// <summary>Does a thing whose answer does not matter.</summary>
    /// <exception cref="PipelineException">It was refused.</exception>
    public Task DoAsync(RestCall call, CancellationToken cancellation) => GoodAsync(call, cancellation);

    /// <summary>Asks for a thing; null when there is none.</summary>
    /// <exception cref="PipelineException">It was refused, or the answer is not what the API promises.</exception>
    public async Task<T?> FindAsync<T>(RestCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        var reply = await SendAsync(call, Address(call), cancellation);
        return reply.Status == 404 ? null : Read(call, RequireGood(call, reply), type);
    }

    /// <summary>Asks for the first page of a list.</summary>
    /// <exception cref="PipelineException">It was refused, or the answer is not what the API promises.</exception>
    public async Task<IReadOnlyList<T>> PageAsync<T>(RestCall call, JsonTypeInfo<List<T>> type, CancellationToken cancellation) =>
        Whole(call, await AskAsync(call, type, cancellation));

    /// <summary>Asks for all pages of a list.</summary>
    /// <param name="call">The first page.</param>
    /// <param name="type">A page.</param>
    /// <param name="items">What it holds.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">It was refused, has too many pages, or the answer is not what the API promises.</exception>
    public async Task<IReadOnlyList<T>> ListAsync<TPage, T>(RestCall call, JsonTypeInfo<TPage> type, Func<TPage, IEnumerable<T>> items, CancellationToken cancellation)
    {
        var all = new List<T>();
        var next = Address(call);
        for (var page = 1; page <= MostPages; page++)
        {
            var reply = RequireGood(call, await SendAsync(call, next, cancellation));
            all.AddRange(Whole(call, items(Read(call, reply, type))));
            if (reply.Next is null)
            {
                return all;
            }

            next = Own(call, reply.Next);
        }

        throw new PipelineException(string.Create(CultureInfo.InvariantCulture, $"{target.Name} has more than {MostPages} pages of {call.What}."));
    }

    private async Task<RestReply> GoodAsync(RestCall call, CancellationToken cancellation) =>
        RequireGood(call, await SendAsync(call, Address(call), cancellation));

    private async Task<RestReply> SendAsync(RestCall call, Uri address, CancellationToken cancellation)
    {
        for (var hop = 0; ; hop++)
        {
            var reply = await PatientlyAsync(call, address, cancellation);
            if (reply.Location is null || call.Method != HttpMethod.Get || hop == MostHops)
            {
                return reply;
            }

            address = Own(call, reply.Location);
        }
    }

    private async Task<RestReply> PatientlyAsync(RestCall call, Uri address, CancellationToken cancellation)
    {
        try
        {
            return await Patience(call).ExecuteAsync(async token => await OnceAsync(call, address, token), cancellation);
        }
        catch (TimeoutRejectedException e)
        {
            throw new PipelineException($"{target.Name} did not tell {call.What} within {Limit.ForPeople()}.", "Try again later.", inner: e);
        }
        catch (Exception e) when (NetworkFailure.Is(e))
        {
            throw new PipelineException($"{target.Name} cannot be asked for {call.What}: {NetworkFailure.Describe(e)}.", "Try again later.", inner: e);
        }
    }

    private ResiliencePipeline<RestReply> Patience(RestCall call) =>
        new ResiliencePipelineBuilder<RestReply> { TimeProvider = clock }
            .AddTimeout(Limit)
            .AddRetry(new RetryStrategyOptions<RestReply>
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(400),
                ShouldHandle = outcome => ValueTask.FromResult(IsWorthRetrying(call, outcome.Outcome)),
                DelayGenerator = outcome => ValueTask.FromResult(outcome.Outcome.Result?.Wait),
            })
            .AddTimeout(AnswerLimit)
            .Build();

    /// <summary>A wait that is longer than all the time there is would only hold the caller up.</summary>
    private bool IsWorthRetrying(RestCall call, Outcome<RestReply> outcome) => outcome.Result is { } reply
        ? reply.IsPassing && !(reply.Wait >= Limit) && (call.IsRepeatable || reply.Wait is not null)
        : call.IsRepeatable && outcome.Exception is { } e && (NetworkFailure.Is(e) || e is TimeoutRejectedException);

    private async Task<RestReply> OnceAsync(RestCall call, Uri address, CancellationToken cancellation)
    {
        var known = call.Method == HttpMethod.Get ? _known.GetValueOrDefault(address) : null;
        using var request = Request(call, address, known?.ETag);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if ((int)response.StatusCode == 304 && known is not null)
        {
            return known;
        }

        var body = await BoundedBody.ReadAsync(response.Content, MostBytes + 1, cancellation);
        if (body.Length > MostBytes)
        {
            throw new PipelineException($"{target.Name} tells {call.What} with more than {MostBytes / 1024 / 1024} MiB.");
        }

        var reply = Reply(response, body, address);
        if (reply is { IsGood: true, ETag: not null } && call.Method == HttpMethod.Get)
        {
            _known[address] = reply;
        }

        return reply;
    }

    private HttpRequestMessage Request(RestCall call, Uri address, string? etag)
    {
        var request = new HttpRequestMessage(call.Method, address);
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        request.Headers.UserAgent.ParseAdd("pipelines");
        request.Headers.TryAddWithoutValidation(target.TokenHeader, $"{target.TokenPrefix}{target.Token.Reveal()}");
        foreach (var (name, value) in target.Headers)
        {
            request.Headers.Add(name, value);
        }

        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        return request;
    }

    private RestReply Reply(HttpResponseMessage response, byte[] body, Uri asked) => new((int)response.StatusCode, body)
    {
        ETag = response.Headers.NonValidated.TryGetValues("ETag", out var etag) ? etag.ToString() : null,
        Next = NextPage.Of(response.Headers.NonValidated.TryGetValues("Link", out var links) ? links.ToString() : "", asked),
        Location = (int)response.StatusCode is 301 or 302 or 307 or 308 && response.Headers.Location is { } to ? new Uri(asked, to) : null,
        Wait = RateLimit.Of(response, body, clock.GetUtcNow()),
        Accepts = response.Headers.NonValidated.TryGetValues("X-Accepted-GitHub-Permissions", out var accepted) ? Excerpt.Of(accepted.ToString()) : null,
    };

    private Uri Address(RestCall call) => new($"{target.Base}/{call.Path}");

    /// <summary>An address that the server named: only one of its own gets the token.</summary>
    private Uri Own(RestCall call, Uri named) => named.GetLeftPart(UriPartial.Authority) == new Uri(target.Base).GetLeftPart(UriPartial.Authority)
        ? named
        : throw new PipelineException($"{target.Name} sends us from {call.What} to another server, {Excerpt.Of(named.Authority)}, which must not see the token.");

    private RestReply RequireGood(RestCall call, RestReply reply) => reply.IsGood ? reply : throw Refusal(call, reply);

    private PipelineException Refusal(RestCall call, RestReply reply)
    {
        var said = reply.Message.Length > 0 ? $": {reply.Message.Replace(target.Token.Reveal(), "***", StringComparison.Ordinal)}" : "";
        var need = target.Advice(reply.Accepts?.Replace("=", ": ", StringComparison.Ordinal) ?? call.Need);
        return reply switch
        {
            { Wait: { } wait } => new($"{target.Name}'s rate limit keeps {call.What} back for {wait.ForPeople()}{said}.", "Try again then, or give a token with a limit of its own."),
            { Status: 401 } => PipelineException.BadInput("token", $"{target.Name} refused it when asked for {call.What} (401{said}). It is wrong, expired, or not one for this.", need),
            { Status: 403 } => PipelineException.BadInput("token", $"{target.Name} does not let it see or do {call.What} (403{said}).", need),
            { Status: 404 } => PipelineException.BadInput("token", $"{target.Name} shows no {call.What} (404{said}): it does not exist, or the token must not see it.", need),
            _ => new(string.Create(CultureInfo.InvariantCulture, $"{target.Name} answered {reply.Status} when asked for {call.What}{said}.")),
        };
    }

    /// <summary>The serializer lets null into lists, whatever they are declared to hold.</summary>
    private List<T> Whole<T>(RestCall call, IEnumerable<T> items)
    {
        var all = items.ToList();
        return all.TrueForAll(item => item is not null) ? all : throw Unpromised(call, "an item is null", null);
    }

    private PipelineException Unpromised(RestCall call, string why, Exception? inner) =>
        new($"{target.Name} told {call.What} in a form that its API does not promise: {Excerpt.Of(why)}", inner: inner);

    private T Read<T>(RestCall call, RestReply reply, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Body, type) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Unpromised(call, e.Message, e);
        }
    }
}
