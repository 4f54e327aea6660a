using Pipelines.Errors;
using Pipelines.Health.Checks;

namespace Pipelines.Tests.Health;

public sealed class VersionProofTests
{
    private const string Unsaid =
        "the response does not report its version (expected r7 in header X-Release, header X-Version, JSON release, JSON version or the "
            + "body)";
    private const string Old = "still responds with version r6 (expected r7)";

    [Theory]
    [InlineData("r7", null, "", null)]
    [InlineData("r6", null, "", Old)]
    [InlineData("r6", "r7", """{"release":"r7"}""", Old)]
    [InlineData(null, "r7", """{"release":"r6"}""", null)]
    [InlineData(null, null, """{"release":"r7","version":"1.0"}""", null)]
    [InlineData(null, null, """{"version":"r6"}""", Old)]
    [InlineData(null, null, """{"app":{"version":"r7"}}""", Unsaid)]
    [InlineData(null, null, "  r7\n", null)]
    [InlineData(null, null, "r6\n", Old)]
    [InlineData(null, null, "OK", Unsaid)]
    [InlineData(null, null, "all is well with r7", Unsaid)]
    [InlineData(null, null, "<h1>r7</h1>", Unsaid)]
    [InlineData(null, null, "", Unsaid)]
    [InlineData("  ", null, "", Unsaid)]
    [InlineData("R7", null, "", "still responds with version R7 (expected r7)")]
    [InlineData("r7 ", null, "", null)]
    public void TheFirstPlaceThatSaysAVersionDecides(string? release, string? version, string body, string? fault)
    {
        var headers =
            new[] { (Name: "X-Release", Value: release!), (Name: "x-version", Value: version!) }.Where(header => header.Value is not null);

        Assert.Equal(fault, VersionProof.Fault(HttpExpectationTests.Answer(body: body, headers: [.. headers]), "r7", from: null));
    }

    [Theory]
    [InlineData("header:Server", null)]
    [InlineData("json:$.app.version", null)]
    [InlineData("json:release", Old)]
    [InlineData("header:X-None", "the response does not report its version (expected r7 in header X-None)")]
    [InlineData("body", "still responds with version {\"app\":{\"version\":\"r7\"},\"release\":\"r6\"} (expected r7)")]
    public void AGivenPlaceIsTheOnlyOne(string from, string? fault)
    {
        var answer = HttpExpectationTests.Answer(body: """{"app":{"version":"r7"},"release":"r6"}""", headers: [("Server", "r7")]);

        Assert.Equal(fault, VersionProof.Fault(answer, "r7", VersionSource.Parse(from)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("header:")]
    [InlineData("json")]
    [InlineData("body:x")]
    [InlineData("cookie:x")]
    public void WhatIsNoPlaceIsRefused(string from) => Assert.Throws<PipelineException>(() => VersionSource.Parse(from));
}
