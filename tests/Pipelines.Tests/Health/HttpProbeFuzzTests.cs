using System.Globalization;
using System.Text;
using Pipelines.Adapters.Probes;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Fuzz;

namespace Pipelines.Tests.Health;

/// <summary>Probes never throw: whatever a server says on the wire is healthy, or a failed probe. PIPELINES_FUZZ=100000 tries so many
/// answers.</summary>
public sealed class HttpProbeFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261127;
    private const int Sample = 400;

    private static readonly byte[][] Answers =
    [
        FuzzTargets.Text("HTTP/1.1 200 OK\r\nContent-Length: 17\r\nX-Release: r7\r\n\r\n{\"release\":\"r7\"} "),
        FuzzTargets.Text("HTTP/1.1 302 Found\r\nLocation: /health?x=1#a\r\nContent-Length: 0\r\n\r\n"),
        FuzzTargets.Text("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/x\r\nConnection: close\r\n\r\n"),
        FuzzTargets.Text("HTTP/1.1 308 Moved\r\nLocation: ftp://user@[::1]:21/\r\nContent-Length: 0\r\n\r\n"),
        FuzzTargets.Text(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json; charset=utf-16\r\nContent-Encoding: "
            + "deflate, gzip\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        FuzzTargets.Text(
            "HTTP/1.0 503 Service Unavailable\r\nSet-Cookie: a=b\r\nWWW-Authenticate: Basic realm=\"x\"\r\nRetry-After: soon\r\n\r\nno"),
        FuzzTargets.Text("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"),
    ];

    [Fact]
    public async Task WhateverAServerSaysIsAResult()
    {
        var (mutator, probe, said) = (new Mutator(Seed), new Probe(new RecordingProcessRunner(), TimeProvider.System), Answers[0]);
        var count = int.TryParse(Environment.GetEnvironmentVariable("PIPELINES_FUZZ"), CultureInfo.InvariantCulture, out var asked)
            ? asked : Sample;
        await using var server = LoopbackServer.Http(_ => said);
        var check =
            new HttpCheck(server.Url) { FollowRedirects = true, Timeout = TimeSpan.FromSeconds(20),
                Expect = new HttpExpectation { Version = "r7", Json = new Dictionary<string, string> { ["$.release"] = "r7" } } };
        var healthy = 0;
        for (var i = 0; i < count; i++)
        {
            said = mutator.Next(Answers);
            try
            {
                healthy += (
                    await probe.ProbeAsync(i % 2 == 0 ? check : check with { FollowRedirects = false }, CancellationToken.None)).Healthy
                    ? 1 : 0;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"answer {i} of seed {Seed}, {Convert.ToBase64String(said)} ({Encoding.UTF8.GetString(said)}): {e}");
            }
        }

        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
            $"health check on the wire: {count} answers, seed {Seed}, {healthy} healthy, 0 defects"));
    }
}
