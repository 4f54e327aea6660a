using Pipelines.Errors;
using Pipelines.Health.Checks;

namespace Pipelines.Tests.Health;

public sealed class HttpExpectationTests
{
    [Theory]
    [InlineData("200", 200, true)]
    [InlineData("200", 204, false)]
    [InlineData("200, 204", 204, true)]
    [InlineData("200-299", 299, true)]
    [InlineData("200-299", 300, false)]
    [InlineData("3xx,401", 308, true)]
    [InlineData("3xx,401", 400, false)]
    public void StatusesAreListsAndRanges(string set, int status, bool contained) =>
        Assert.Equal(contained, StatusSet.Parse(set).Contains(status));

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("20")]
    [InlineData("600")]
    [InlineData("299-200")]
    [InlineData("200,")]
    [InlineData("9xx")]
    [InlineData("-200")]
    public void WhatIsNoStatusIsRefused(string set) => Assert.Throws<PipelineException>(() => StatusSet.Parse(set));

    [Theory]
    [InlineData("$.status", "ok")]
    [InlineData("status", "ok")]
    [InlineData("$.deps[1].name", "redis")]
    [InlineData("deps[0].up", "true")]
    [InlineData("$['odd.key']", "3.50")]
    [InlineData("$.none", null)]
    [InlineData("$.deps[9]", null)]
    [InlineData("$.status.further", null)]
    [InlineData("$.deps[1].up", "null")]
    public void APathFindsItsValue(string path, string? value)
    {
        const string Body = """{"status":"ok","deps":[{"name":"db","up":true},{"name":"redis","up":null}],"odd.key":3.50}""";

        Assert.Equal(value, Answer(body: Body).Json(JsonPath.Parse(path)));
    }

    [Theory]
    [InlineData("$..a")]
    [InlineData("a[")]
    [InlineData("a[*]")]
    [InlineData("a[-1]")]
    [InlineData("")]
    [InlineData("$.a[99999999999]")]
    public void WhatIsNoPathIsRefused(string path) => Assert.Throws<PipelineException>(() => JsonPath.Parse(path));

    [Fact]
    public void AnAnswerAsExpectedHasNoFault()
    {
        var expect = new HttpExpectation
        {
            Body = "\"status\"",
            Json = new Dictionary<string, string> { ["$.status"] = "ok" },
            Headers = new Dictionary<string, string> { ["content-type"] = "json" },
            Latency = TimeSpan.FromSeconds(1),
            Version = "r7",
        };

        Assert.Null(
            expect.Fault(Answer(body: """{"status":"ok"}""", headers: [("Content-Type", "application/json"), ("X-Release", "r7")])));
    }

    [Fact]
    public void EachFaultSaysWhatWasSeenAndWhatWasExpected()
    {
        var answer = Answer(503, "starting\nup", [("Server", "nginx"), ("Location", "/login")]);
        var any = new HttpExpectation { Status = StatusSet.Parse("5xx") };

        Assert.Equal("responded with 503 to /login (expected 200): starting up", new HttpExpectation().Fault(answer));
        Assert.Equal("the body does not contain \"ready\": starting up", (any with { Body = "ready" }).Fault(answer));
        Assert.Equal("JSON $.a is missing (expected \"1\")", (any with { Json = One("$.a", "1") }).Fault(answer));
        Assert.Equal("header Server is \"nginx\" (expected \"kestrel\")", (any with { Headers = One("Server", "kestrel") }).Fault(answer));
        Assert.Equal("header Via is missing (expected \"x\")", (any with { Headers = One("Via", "x") }).Fault(answer));
        Assert.Equal("responded in 100 ms (expected at most 50 ms)", (any with { Latency = TimeSpan.FromMilliseconds(50) }).Fault(answer));
    }

    [Fact]
    public void AHostileBodyIsQuotedOnOneBoundedLine()
    {
        var fault = new HttpExpectation().Fault(Answer(500, "a\r\n\u001b[31m::error::" + new string('x', 100_000)))!;

        Assert.InRange(fault.Length, 100, 300);
        Assert.DoesNotContain(fault, char.IsControl);
    }

    [Theory]
    [InlineData("[[[[[[[[")]
    [InlineData("{\"a\":")]
    [InlineData("")]
    [InlineData("<html>")]
    public void ABodyThatIsNoJsonHasNoValues(string body) => Assert.Null(Answer(body: body).Json(JsonPath.Parse("$.a")));

    internal static HttpAnswer Answer(int status = 200, string body = "", (string Name, string Value)[]? headers = null) => new(
        status,
        (headers ?? []).ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
        body,
        TimeSpan.FromMilliseconds(100));

    private static Dictionary<string, string> One(string key, string value) => new() { [key] = value };
}
