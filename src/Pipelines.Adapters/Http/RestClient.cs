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
/// Exchanges JSON with a platform's API: pages, conditional reads, rate limits, retries, all within a bounded time and size. The token is
/// only sent to the API's own address.
/// </summary>
/// <param name="client">Must not follow redirects itself: it would send the token along.</param>
/// <param name="target">The API.</param>
/// <param name="clock">For retries and limits.</param>
internal sealed class RestClient(HttpClient client, RestTarget target, TimeProvider clock)
{
    private const int Retries = 4;
    private const int MostBytes = 8 * 1024 * 1024;
    private const int MostPages = 20;
    private const int MostHops = 3;

    private readonly ConcurrentDictionary<Uri, RestReply> _known = new();

    /// <summary>Maximum total time of a call, including waiting.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Maximum time of one response.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(20);

    public string Platform => target.Name;

    /// <summary>Whether the API is at the root of its server, not below a path.</summary>
    public bool IsAtRoot => new Uri(target.Base).AbsolutePath == "/";

    /// <summary>Gets or changes something.</summary>
    /// <exception cref="PipelineException">Access is denied, it does not exist, or the response is not what the API promises.</exception>
    public async Task<T> AskAsync<T>(RestCall call, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        Read(call, await GoodAsync(call, cancellation), type);

    /// <summary>Performs a change whose response does not matter.</summary>
    /// <exception cref="PipelineException">Access is denied.</exception>
    public Task DoAsync(RestCall call, CancellationToken cancellation) => GoodAsync(call, cancellation);

    /// <summary>Gets something; null if it does not exist.</summary>
    /// <exception cref="PipelineException">Access is denied, or the response is not what the API promises.</exception>
    public async Task<T?> FindAsync<T>(RestCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        var reply = await SendAsync(call, Address(call), cancellation);
        return reply.Status == 404 ? null : Read(call, RequireGood(call, reply), type);
    }

    /// <summary>Gets the first page of a list.</summary>
    /// <exception cref="PipelineException">Access is denied, or the response is not what the API promises.</exception>
    public async Task<IReadOnlyList<T>> PageAsync<T>(RestCall call, JsonTypeInfo<List<T>> type, CancellationToken cancellation) =>
        Whole(call, await AskAsync(call, type, cancellation));

    /// <summary>Gets all pages of a list.</summary>
    /// <param name="call">The first page.</param>
    /// <param name="type">The type of a page.</param>
    /// <param name="items">The items of a page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="PipelineException">Access is denied, there are too many pages, or the response is not what the API
    /// promises.</exception>
    public async Task<IReadOnlyList<T>> ListAsync<TPage, T>(RestCall call, JsonTypeInfo<TPage> type, Func<TPage, IEnumerable<T>> items,
        CancellationToken cancellation)
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

        throw new PipelineException(
            string.Create(CultureInfo.InvariantCulture, $"{target.Name} has more than {MostPages} pages of {call.What}."));
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
            throw new PipelineException($"{target.Name} did not respond with {call.What} within {Limit.ForPeople()}.", "Try again later.",
                inner: e);
        }
        catch (Exception e) when (NetworkFailure.Is(e))
        {
            throw new PipelineException($"{target.Name} cannot be queried for {call.What}: {NetworkFailure.Describe(e)}.",
                "Try again later.", inner: e);
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

    /// <summary>A wait longer than the total time would only delay the caller.</summary>
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
            throw new PipelineException($"{target.Name} returned {call.What} with more than {MostBytes / 1024 / 1024} MiB.");
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
        Accepts = response.Headers.NonValidated.TryGetValues("X-Accepted-GitHub-Permissions", out var accepted)
            ? Excerpt.Of(accepted.ToString()) : null,
    };

    private Uri Address(RestCall call) => new($"{target.Base}/{call.Path}");

    /// <summary>An address given by the server: the token is only sent to the same server.</summary>
    private Uri Own(RestCall call, Uri named) =>
        named.GetLeftPart(UriPartial.Authority) == new Uri(target.Base).GetLeftPart(UriPartial.Authority)
        ? named
        : throw new PipelineException($"{target.Name} redirected {call.What} to another server, {Excerpt.Of(named.Authority)}, which "
        + "must not receive the token.");

    private RestReply RequireGood(RestCall call, RestReply reply) => reply.IsGood ? reply : throw Refusal(call, reply);

    private PipelineException Refusal(RestCall call, RestReply reply)
    {
        var said = reply.Message.Length > 0 ? $": {reply.Message.Replace(target.Token.Reveal(), "***", StringComparison.Ordinal)}" : "";
        var need = target.Advice(reply.Accepts?.Replace("=", ": ", StringComparison.Ordinal) ?? call.Need);
        return reply switch
        {
            { Wait: { } wait } => new($"{target.Name}'s rate limit blocks {call.What} for {wait.ForPeople()}{said}.",
                "Try again then, or use a token with its own limit."),
            { Status: 401 } => PipelineException.BadInput("token",
                $"{target.Name} rejected it when queried for {call.What} (401{said}). It is wrong, expired, or of the wrong kind.", need),
            { Status: 403 } =>
                PipelineException.BadInput("token", $"{target.Name} does not allow it to access {call.What} (403{said}).", need),
            { Status: 404 } => PipelineException.BadInput("token",
                $"{target.Name} has no {call.What} (404{said}): it does not exist, or the token may not see it.", need),
            _ => new(string.Create(CultureInfo.InvariantCulture,
                $"{target.Name} responded with {reply.Status} when queried for {call.What}{said}.")),
        };
    }

    /// <summary>The serializer allows null in lists, whatever their declared type.</summary>
    private List<T> Whole<T>(RestCall call, IEnumerable<T> items)
    {
        var all = items.ToList();
        return all.TrueForAll(item => item is not null) ? all : throw Unpromised(call, "an item is null", null);
    }

    private PipelineException Unpromised(RestCall call, string why, Exception? inner) =>
        new($"{target.Name} returned {call.What} in an unexpected form: {Excerpt.Of(why)}", inner: inner);

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
