using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Probes;
using Pipelines.Errors;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Health;

/// <summary>What a health check sends: headers and basic auth, with secrets from variables and files, which reach no message.</summary>
public sealed class RequestHeaderTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RecordingReporter _reporter = new();
    private readonly Dictionary<string, string> _variables = new() { ["TOKEN"] = "t0ken-of-the-check", ["PASSWORD"] = "p4ss-of-the-check" };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task SecretsAreSentAndMasked()
    {
        await File.WriteAllTextAsync(_directory["user"], "ann\n");
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(200));

        var result =
            await ProbeAsync(server,
                "headers: { Host: backend.test, X-Token: env:TOKEN, X-Env: production, User-Agent: mine }, basic-auth: { user: file:user, "
                + "password: env:PASSWORD }");

        Assert.True(result.Healthy, result.Detail);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("backend.test", "t0ken-of-the-check", "production", "mine"),
            (request.Header("Host"), request.Header("X-Token"), request.Header("X-Env"), request.Header("User-Agent")));
        Assert.Equal($"Basic {Convert.ToBase64String("ann:p4ss-of-the-check"u8)}", request.Header("Authorization"));
        Assert.Equal(["t0ken-of-the-check", "ann", "p4ss-of-the-check"], _reporter.Masked.Select(secret => secret.Reveal()));
    }

    [Fact]
    public async Task AServerThatShowsTheRequestTellsNoSecret()
    {
        await using var server =
            LoopbackServer.Http(request => LoopbackServer.Reply(500, request.Head, $"X-Seen: {request.Header("X-Token")}"));

        var result = await ProbeAsync(server, "headers: { X-Token: env:TOKEN }, basic-auth: { user: ann, password: env:PASSWORD }");

        Assert.False(result.Healthy);
        Assert.Contains("***", result.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", result.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("ann:p4ss-of-the-check"u8), result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoneGoesToAnotherServer()
    {
        await using var other = LoopbackServer.Http(_ => LoopbackServer.Reply(200));
        await using var server =
            LoopbackServer.Http(request => LoopbackServer.Reply(302, "", $"Location: {(request.Number == 1 ? "/again" : other.Url)}"));

        Assert.True((await ProbeAsync(server, "follow-redirects: true, headers: { X-Token: env:TOKEN }")).Healthy);

        Assert.All(server.Requests, request => Assert.Equal("t0ken-of-the-check", request.Header("X-Token")));
        Assert.Null(Assert.Single(other.Requests).Header("X-Token"));
    }

    [Theory]
    [InlineData("headers: { X-Token: env:NOPE }", "the environment variable NOPE is not set")]
    [InlineData("headers: { X-Token: env:LINES }", "health.headers.X-Token: the value contains control characters")]
    [InlineData("headers: { X-Token: file:no }", "the file cannot be read")]
    public void WhatCannotBeSentIsToldWithoutIt(string keys, string problem)
    {
        _variables["LINES"] = "s3cret\r\nX-Other: 1";
        var failure = Assert.Throws<PipelineException>(() => Check("http://127.0.0.1:1", keys));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    private Task<ProbeResult> ProbeAsync(LoopbackServer server, string keys) =>
        new Probe(new RecordingProcessRunner(), TimeProvider.System).ProbeAsync(Check(server.Url, keys), CancellationToken.None);

    private HealthCheck Check(string url, string keys) =>
        Yaml.Sound(Yaml.Environment($"health: [{{ http: \"{url}\", {keys} }}]")).Environment("production")
            .Require(HealthKeys.Health)[0](new SecretSource(_variables.GetValueOrDefault, _directory.Path, _reporter));
}
