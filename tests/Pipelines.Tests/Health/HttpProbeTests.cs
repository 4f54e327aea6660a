using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pipelines.Adapters.Probes;
using Pipelines.Errors;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Health;

public sealed class HttpProbeTests
{
    private readonly Probe _probe = new(new RecordingProcessRunner(), TimeProvider.System);

    [Fact]
    public async Task AHealthyAnswerSaysItsVersion()
    {
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(200, "fine", "X-Release: r7"));

        var result = await ProbeAsync(new HttpCheck(server.Url + "/health") { Expect = new HttpExpectation { Version = "r7" } });

        Assert.Equal((true, "r7"), (result.Healthy, result.Version));
        Assert.StartsWith("responded with 200 in ", result.Detail, StringComparison.Ordinal);
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("GET /health HTTP/1.1\r\n", request.Head, StringComparison.Ordinal);
        Assert.Equal(("pipelines-health-check", "close"), (request.Header("User-Agent"), request.Header("Connection")));
    }

    [Fact]
    public async Task TheOldVersionIsNotHealthyUntilTheNewOneAnswers()
    {
        await using var server =
            LoopbackServer.Http(request => LoopbackServer.Reply(200, "", request.Number < 3 ? "X-Release: r6" : "X-Release: r7"));
        var check =
            new HttpCheck(server.Url) { Name = "web", Expect = new HttpExpectation { Version = "r7" },
                Every = TimeSpan.FromMilliseconds(10) };
        var reporter = new RecordingReporter();

        var verdict = await new HealthProver(_probe, TimeProvider.System).ProveAsync([check], reporter, CancellationToken.None);

        Assert.True(verdict.Healthy);
        Assert.Equal(("r7", 3, 3), (verdict.Outcomes[0].Version, verdict.Outcomes[0].Attempts, server.Requests.Count));
        Assert.Equal("web: not yet: still responds with version r6 (expected r7)", reporter.Infos[0]);
    }

    [Fact]
    public async Task EveryProbeHasItsOwnConnection()
    {
        await using var server = LoopbackServer.Http(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync(LoopbackServer.Reply(200), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        });

        Assert.True((await ProbeAsync(new HttpCheck(server.Url))).Healthy);
        Assert.True((await ProbeAsync(new HttpCheck(server.Url))).Healthy);

        Assert.Equal([1, 2], server.Requests.Select(request => request.Number));
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nboom", "responded with 500 (expected 200): boom")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n", "responded with 302 to /login (expected 200)")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "the connection was closed before the response was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", null)]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n", "the response is not HTTP")]
    [InlineData("", "the connection was closed before the response was complete")]
    public async Task AWrongAnswerIsAResult(string answer, string? detail)
    {
        await using var server = LoopbackServer.Http(_ => Encoding.ASCII.GetBytes(answer));

        var result = await ProbeAsync(new HttpCheck(server.Url));

        Assert.False(result.Healthy);
        Assert.NotEmpty(result.Detail);
        Assert.Equal(detail ?? result.Detail, result.Detail);
    }

    [Fact]
    public async Task HeadersWithoutEndAreCutOff()
    {
        await using var server = LoopbackServer.Http(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellation);
            while (true)
            {
                await stream.WriteAsync("X-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"u8.ToArray(), cancellation);
            }
        });

        Assert.Equal("the response headers are too long", (await ProbeAsync(new HttpCheck(server.Url))).Detail);
    }

    [Fact]
    public async Task ABodyWithoutEndIsReadOnlyToItsLimit()
    {
        await using var server = LoopbackServer.Http(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellation);
            while (true)
            {
                await stream.WriteAsync(new byte[4096], cancellation);
            }
        });

        Assert.True((await ProbeAsync(new HttpCheck(server.Url))).Healthy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow:")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nslow")]
    public async Task ASlowServerIsGivenUpAtTheTimeout(string start)
    {
        await using var server = LoopbackServer.Http(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        var started = Stopwatch.GetTimestamp();

        var result = await ProbeAsync(new HttpCheck(server.Url) { Timeout = TimeSpan.FromMilliseconds(60) });

        Assert.Equal((false, "no complete response within 60 ms"), (result.Healthy, result.Detail));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task AResetIsAResult()
    {
        await using var server = LoopbackServer.Http((_, stream, _) =>
        {
            stream.Socket.LingerState = new LingerOption(true, 0);
            stream.Socket.Close();
            return Task.CompletedTask;
        });

        Assert.Equal("connection reset", (await ProbeAsync(new HttpCheck(server.Url))).Detail);
    }

    [Fact]
    public async Task ARefusalAndAnUnknownNameAreResults()
    {
        Assert.Equal("connection refused", (await ProbeAsync(new HttpCheck($"http://127.0.0.1:{LoopbackServer.UnusedPort()}"))).Detail);
        Assert.False((await ProbeAsync(new HttpCheck("http://no-such-host.invalid/"))).Healthy);
    }

    [Fact]
    public async Task ARedirectIsFollowedOnlyWhenAsked()
    {
        await using var server = LoopbackServer.Http(request => request.Head.StartsWith("GET /new ", StringComparison.Ordinal)
            ? LoopbackServer.Reply(200, "here")
            : LoopbackServer.Reply(301, "", "Location: /new"));

        Assert.False((await ProbeAsync(new HttpCheck(server.Url))).Healthy);
        Assert.True((await ProbeAsync(new HttpCheck(server.Url) { FollowRedirects = true })).Healthy);
    }

    [Fact]
    public async Task ACertificateThatNobodyVouchesForIsAcceptedOnlyWhenAsked()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = LoopbackServer.Raw(async (stream, cancellation) =>
        {
            try
            {
                await using var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(certificate);
                await tls.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, cancellation);
                await tls.WriteAsync(LoopbackServer.Reply(200), cancellation);
            }
            catch (System.Security.Authentication.AuthenticationException)
            {
                // The client refused, as it should.
            }
        });
        var check = new HttpCheck($"https://localhost:{server.Port}");

        var refused = await ProbeAsync(check);

        Assert.False(refused.Healthy);
        Assert.StartsWith("TLS: ", refused.Detail, StringComparison.Ordinal);
        Assert.True((await ProbeAsync(check with { Insecure = true })).Healthy);
    }

    [Fact]
    public async Task WhatIsNoAddressIsTheUsersMistake() =>
        await Assert.ThrowsAsync<PipelineException>(() => ProbeAsync(new HttpCheck("localhost/health")));

    [Fact]
    public async Task CancellationIsNotAResult()
    {
        await using var server = LoopbackServer.Http((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var stop = new CancellationTokenSource(30);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _probe.ProbeAsync(new HttpCheck(server.Url), stop.Token));
    }

    private Task<ProbeResult> ProbeAsync(HealthCheck check) => _probe.ProbeAsync(check, CancellationToken.None);
}
