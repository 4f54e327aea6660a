using System.IO.Compression;
using System.Text;
using Pipelines.Adapters.Probes;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Health;

/// <summary>Bodies are read as they were meant: encodings of content, byte order marks, charsets, redirects.</summary>
public sealed class BodyEncodingTests
{
    private const string Body = "{\"release\":\"r7\",\"name\":\"Zürich\"}";

    private readonly Probe _probe = new(new RecordingProcessRunner(), TimeProvider.System);

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("br")]
    [InlineData("identity")]
    [InlineData("gzip, br")]
    [InlineData("deflate, identity, gzip")]
    public async Task ContentEncodingsAreUndone(string encodings)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        foreach (var encoding in encodings.Split(", "))
        {
            body = Encode(body, encoding);
        }

        var result = await ProbeAsync(body, $"Content-Encoding: {encodings.Replace("raw ", "", StringComparison.Ordinal)}");

        Assert.Equal((true, "r7"), (result.Healthy, result.Version));
    }

    [Theory]
    [InlineData("gzip", "the body is not gzip, although its header says so")]
    [InlineData("br", "the body is not br, although its header says so")]
    [InlineData("deflate", "the body is not deflate, although its header says so")]
    [InlineData("zstd", "the body is encoded with zstd, which is not supported")]
    [InlineData("gzip, compress", "the body is encoded with compress, which is not supported")]
    public async Task WhatIsNotInItsEncodingIsAFailedProbe(string encoding, string detail) =>
        Assert.Equal((false, detail),
            await ProbeAsync(Encoding.UTF8.GetBytes("this is plain text, whatever the header says of it"),
            $"Content-Encoding: {encoding}") is var result ? (result.Healthy, result.Detail) : default);

    [Fact]
    public async Task ABodyThatUnfoldsWithoutEndIsReadOnlyToItsLimit()
    {
        var result = await ProbeAsync(Encode(new byte[64 << 20], "gzip"), "Content-Encoding: gzip");
        Assert.False(result.Healthy);
    }

    [Theory] // how it is written -> what the header says
    [InlineData("utf-8", "")]
    [InlineData("utf-8", "Content-Type: application/json")]
    [InlineData("utf-8 bom", "")]
    [InlineData("utf-16 bom", "")]
    [InlineData("utf-16be bom", "Content-Type: text/plain; charset=utf-8")] // the mark wins
    [InlineData("utf-32 bom", "")]
    [InlineData("utf-16", "Content-Type: application/json; charset=utf-16")]
    [InlineData("utf-16be", "Content-Type: application/json;charset=\"UTF-16BE\"")]
    [InlineData("iso-8859-1", "Content-Type: application/json; version=1; charset='ISO-8859-1'")]
    [InlineData("utf-8", "Content-Type: application/json; charset=x-unknown")]
    [InlineData("utf-8", "Content-Type: application/json; charset=")]
    [InlineData("utf-8", "Content-Type: ;;;=;charset")]
    public async Task CharsetsAndMarksAreHeeded(string written, string header)
    {
        var encoding = written.Split(' ')[0] switch
        {
            "utf-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            "utf-16be" => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            "utf-32" => new UTF32Encoding(bigEndian: false, byteOrderMark: true),
            "iso-8859-1" => Encoding.Latin1,
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        };
        byte[] body = [.. written.EndsWith("bom", StringComparison.Ordinal) ? encoding.GetPreamble() : [], .. encoding.GetBytes(Body)];

        Assert.True((await ProbeAsync(body, header)).Healthy);
    }

    [Theory]
    [InlineData("/new", true)]
    [InlineData("new", true)]
    [InlineData("//127.0.0.1:PORT/new", true)]
    [InlineData("http://127.0.0.1:PORT/new#part", true)]
    [InlineData("ftp://127.0.0.1/x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/plain,r7", false)]
    [InlineData("http://[", false)]
    [InlineData("http://", false)]
    [InlineData("http://a b/", false)]
    [InlineData("http://user name@:x/", false)]
    [InlineData("\u00e9://x", false)]
    [InlineData("", false)]
    public async Task ARedirectLeadsToHttpOnly(string location, bool healthy)
    {
        await using var server = LoopbackServer.Http(request => request.Head.StartsWith("GET /new", StringComparison.Ordinal)
            ? LoopbackServer.Reply(200, Body)
            : LoopbackServer.Reply(302, "",
                $"Location: {location.Replace("PORT", request.Header("Host")!.Split(':')[1], StringComparison.Ordinal)}"));

        var result =
            await _probe.ProbeAsync(
                new HttpCheck($"{server.Url}/old") { FollowRedirects = true, Expect = new HttpExpectation { Version = "r7" } },
                CancellationToken.None);

        Assert.Equal(healthy, result.Healthy);
        Assert.True(healthy || result.Detail.StartsWith("responded with 302", StringComparison.Ordinal), result.Detail);
    }

    [Fact]
    public async Task ACircleOfRedirectsEnds()
    {
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(302, "", "Location: /again"));

        Assert.StartsWith("responded with 302 to /again",
            (await _probe.ProbeAsync(new HttpCheck(server.Url) { FollowRedirects = true }, CancellationToken.None)).Detail,
            StringComparison.Ordinal);
        Assert.Equal(6, server.Requests.Count);
    }

    [Theory]
    [InlineData("{\"release\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1,\"release\":\"x\"}")]
    [InlineData("{\"release\":{}}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task TextThatIsNoTextIsAFailedProbe(string body) =>
        Assert.False((await ProbeAsync(Encoding.UTF8.GetBytes(body), "X-A: b")).Healthy);

    [Fact]
    public async Task AnythingElseThatAProbeMeetsIsAFailedProbe()
    {
        var probe = new Probe(new RecordingProcessRunner(), TimeProvider.System);

        var result = await probe.ProbeAsync(new TcpCheck(new string('x', 5000), "80"), CancellationToken.None);

        Assert.False(result.Healthy);
        Assert.NotEmpty(result.Detail);
    }

    private async Task<ProbeResult> ProbeAsync(byte[] body, string header)
    {
        await using var server = LoopbackServer.Http(_ =>
            [.. Encoding.Latin1.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n{(header.Length == 0 ? "" : $"{header}\r\n")}\r\n"), .. body]);
        var expect = new HttpExpectation { Version = "r7", Json = new Dictionary<string, string> { ["name"] = "Zürich" } };
        return await _probe.ProbeAsync(new HttpCheck(server.Url) { Expect = expect }, CancellationToken.None);
    }

    private static byte[] Encode(byte[] bytes, string encoding)
    {
        using var to = new MemoryStream();
        using (var packer = Packer(to, encoding.ToUpperInvariant()))
        {
            packer.Write(bytes);
        }

        return to.ToArray();
    }

    private static Stream Packer(MemoryStream to, string encoding) => encoding switch
    {
        "GZIP" or "X-GZIP" => new GZipStream(to, CompressionLevel.Fastest),
        "DEFLATE" => new ZLibStream(to, CompressionLevel.Fastest),
        "RAW DEFLATE" => new DeflateStream(to, CompressionLevel.Fastest),
        "BR" => new BrotliStream(to, CompressionLevel.Fastest),
        _ => to,
    };
}
