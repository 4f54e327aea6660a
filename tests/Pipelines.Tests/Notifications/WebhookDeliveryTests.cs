using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pipelines.Adapters.Http;
using Pipelines.Adapters.Notifiers.Discord;
using Pipelines.Adapters.Notifiers.Webhooks;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Notifications;

public sealed class WebhookDeliveryTests : IDisposable
{
    private const string Token = "tOkEn-0123456789";
    private const string Hostile = "\"; rm -rf / # '$(id)' </script> @everyone \u0000\u2028 \ud83d 😀 \\ {\"a\":1}";
    private static readonly Dictionary<string, string> NoHeaders = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task DiscordReceivesAnEmbedThatPingsNobody()
    {
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(204));

        Assert.Null(await Discord(server).SendAsync(NotificationSamples.Full(NotificationEvent.Failed, Hostile), CancellationToken.None));

        var request = Assert.Single(server.Requests);
        Assert.StartsWith($"POST /api/webhooks/1/{Token} HTTP/1.1", request.Head, StringComparison.Ordinal);
        Assert.Equal("application/json", request.Header("Content-Type"));
        var message = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal(0, message.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength());
        Assert.Equal(15158332, message.GetProperty("embeds")[0].GetProperty("color").GetInt32());
        Assert.Contains("\\@everyone", message.GetProperty("embeds")[0].GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheWebhookReceivesEverythingUnharmedAndSigned()
    {
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(200));
        var notifier = new WebhookNotifier(_client, Url(server), new Secret("key"), TimeProvider.System);

        Assert.Null(await notifier.SendAsync(NotificationSamples.Full(NotificationEvent.RolledBack, Hostile), CancellationToken.None));

        var request = Assert.Single(server.Requests);
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("rolled-back", body.GetProperty("event").GetString());
        Assert.Equal(Hostile.Replace('\ud83d', '\ufffd').Replace("\ufffd\ude00", "😀", StringComparison.Ordinal),
            body.GetProperty("reason").GetString());
        Assert.Equal("2026-11-20T17:45:00Z", body.GetProperty("next_open").GetString());
        Assert.Equal((200, 1.5), (body.GetProperty("duration_seconds").GetDouble(), body.GetProperty("downtime_seconds").GetDouble()));
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData("key"u8.ToArray(), Encoding.UTF8.GetBytes(request.Body)));
        Assert.Equal($"sha256={expected}", request.Header("X-Pipelines-Signature"));
        Assert.Equal("rolled-back", request.Header("X-Pipelines-Event"));
    }

    [Fact]
    public async Task WhatIsNotKnownIsLeftOutAndWithoutAKeyNothingIsSigned()
    {
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(200));

        await new WebhookNotifier(_client, Url(server), null, TimeProvider.System).SendAsync(
            new Notification(NotificationEvent.Started, "a", "b", DeploymentType.Manual, NotificationSamples.At), CancellationToken.None);

        var request = Assert.Single(server.Requests);
        Assert.Equal("""{"event":"started","app":"a","environment":"b","deployment_type":"manual","at":"2026-11-20T17:45:00Z"}""",
            request.Body);
        Assert.Null(request.Header("X-Pipelines-Signature"));
    }

    [Theory]
    [InlineData(429, """{"message":"You are being rate limited.","retry_after":0.02,"global":false}""", "Retry-After: 60")]
    [InlineData(429, "", "Retry-After: 0")]
    [InlineData(503, "", "Retry-After: 0")]
    public async Task APassingRefusalIsTriedAgainAfterTheTimeAsked(int status, string body, string header)
    {
        await using var server =
            LoopbackServer.Http(request =>
                request.Number < 3 ? LoopbackServer.Reply(status, body, header, "Connection: close") : LoopbackServer.Reply(204));

        Assert.Null(await Discord(server).SendAsync(NotificationSamples.Usual(NotificationEvent.Started), CancellationToken.None));

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(404, "{\"message\": \"Unknown Webhook\"}", "the server responded with 404: {\"message\": \"Unknown Webhook\"}")]
    [InlineData(302, "", "the server responded with 302")]
    [InlineData(400, "bad /api/webhooks/1/" + Token + " " + Token, "the server responded with 400: bad *** ***")]
    [InlineData(429, "{\"retry_after\": 3600}", "the server responded with 429 and asks to wait 1 h: {\"retry_after\": 3600}")]
    public async Task AFinalRefusalIsToldOnceWithoutTheSecret(int status, string body, string fault)
    {
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(status, body));

        Assert.Equal(fault, await Discord(server).SendAsync(NotificationSamples.Usual(NotificationEvent.Started), CancellationToken.None));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task TroubleThatStaysIsGivenUpWithinTheLimit()
    {
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(500, "", "Connection: close"));
        var webhook = new WebhookClient(_client, Url(server), TimeProvider.System) { Limit = TimeSpan.FromMilliseconds(60) };

        Assert.Equal("the server did not accept it within 60 ms.", await webhook.PostAsync([], NoHeaders, CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 204 No")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nslow")]
    public async Task ASlowServerIsGivenUpAtTheLimit(string start)
    {
        await using var server = LoopbackServer.Http(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        var webhook = new WebhookClient(_client, Url(server), TimeProvider.System) { Limit = TimeSpan.FromMilliseconds(60) };
        var started = Stopwatch.GetTimestamp();

        Assert.Equal("the server did not accept it within 60 ms.", await webhook.PostAsync([], NoHeaders, CancellationToken.None));

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3));
    }

    /// <summary>The kind: a receiver that is out of reach holds a deployment up for a moment only.</summary>
    [Fact]
    public async Task ARefusedConnectionIsTriedAgainTwice()
    {
        using var refusing = new FailingHandler(() => new HttpRequestException("no", new SocketException((int)SocketError.ConnectionRefused)));
        using var client = new HttpClient(refusing);
        var webhook = new WebhookClient(client, new Secret($"https://chat.example/{Token}"), TimeProvider.System);

        Assert.Equal("connection refused.", await webhook.PostAsync([], NoHeaders, CancellationToken.None));
        Assert.Equal(3, refusing.Attempts);
    }

    [Fact]
    public async Task AConnectionThatIsNeverMadeIsNotTriedAgain()
    {
        var clock = new FakeClock();
        using var silent = new FailingHandler(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            return new TaskCanceledException("no", new TimeoutException()); // as a client says that it cannot connect
        });
        using var client = new HttpClient(silent);
        var webhook = new WebhookClient(client, new Secret($"https://chat.example/{Token}"), clock);

        Assert.Equal("the connection timed out.", await webhook.PostAsync([], NoHeaders, CancellationToken.None));
        Assert.Equal(1, silent.Attempts);
    }

    [Fact]
    public async Task CancellationIsNotADelivery()
    {
        await using var server = LoopbackServer.Http((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var stop = new CancellationTokenSource(30);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Discord(server).SendAsync(NotificationSamples.Usual(NotificationEvent.Started), stop.Token));
    }

    [Theory]
    [InlineData("http://discord.com/api/webhooks/1/" + Token)]
    [InlineData("ftp://discord.com/" + Token)]
    [InlineData(Token)]
    [InlineData("")]
    public async Task ASecretAddressIsNotSentInTheOpen(string url)
    {
        var notifier = new DiscordNotifier(_client, new Secret(url), TimeProvider.System);

        var e = await Assert.ThrowsAsync<PipelineException>(() =>
            notifier.SendAsync(NotificationSamples.Usual(NotificationEvent.Started), CancellationToken.None));

        Assert.DoesNotContain(Token, e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Fri, 20 Nov 2026 12:00:30 GMT", 30.0)]
    [InlineData("", "Fri, 20 Nov 2026 11:00:00 GMT", 0.0)]
    [InlineData("", "7", 7.0)]
    [InlineData("{\"retry_after\":\"soon\"}", "7", 7.0)]
    [InlineData("{\"retry_after\":-3}", "7", 0.0)]
    [InlineData("{\"retry_after\":1e300}", null, 86400.0)]
    [InlineData("[1]", null, null)]
    public void TheTimeAskedIsReadFromBodyOrHeader(string body, string? header, double? seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", header);

        Assert.Equal(seconds, RetryAfter.Of(response, body, new FakeClock().UtcNow)?.TotalSeconds);
    }

    private static Secret Url(LoopbackServer server) => new($"{server.Url}/api/webhooks/1/{Token}");

    private DiscordNotifier Discord(LoopbackServer server) => new(_client, Url(server), TimeProvider.System);

    private sealed class FailingHandler(Func<Exception> failure) : HttpMessageHandler
    {
        public int Attempts { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Attempts++;
            throw failure();
        }
    }
}
