using System.Text.Json.Nodes;
using Pipelines.Tests.Configuration;

namespace Pipelines.Tests.Cli;

public sealed class ExplainTests
{
    private readonly CommandRun _run = new();

    [Theory]
    [InlineData("deploy.strategy", "environments.NAME.deploy.strategy", "one of restart, blue-green, canary", "restart")]
    [InlineData("environments.production.deploy.strategy", "environments.NAME.deploy.strategy", "one of restart, blue-green, canary",
        "restart")]
    [InlineData("defaults.deploy.strategy", "environments.NAME.deploy.strategy", "one of restart, blue-green, canary", "restart")]
    [InlineData("apps.web.environments.staging.deploy.strategy", "environments.NAME.deploy.strategy", "one of restart, blue-green, canary",
        "restart")]
    [InlineData("health[0].successes", "environments.NAME.health.successes", "a whole number from 1 to 1000", "1")]
    [InlineData("calendars.office.zone", "calendars.NAME.zone", "an IANA time zone such as Europe/Berlin", "none: it has to be given")]
    [InlineData("calendars.zone", "calendars.NAME.zone", "an IANA time zone such as Europe/Berlin", "none: it has to be given")]
    public async Task AKeyIsFoundAsItStandsInAFileAndShorter(string key, string path, string values, string text)
    {
        Assert.Equal(0, await _run.RunAsync("explain", key, "--output", "json"));

        var result = JsonNode.Parse(_run.Output)!;
        Assert.Equal((path, values, text), ((string)result["key"]!, (string)result["values"]!, (string)result["default"]!));
        Assert.Contains("app: backend", (string)result["example"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryKeyOfTheFileIsExplained()
    {
        foreach (var (path, key) in Yaml.Schema.All)
        {
            var run = new CommandRun();
            Assert.Equal(0, await run.RunAsync("explain", path));
            Assert.StartsWith($"key     {path}\nmeaning {key.Summary}\n", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ASectionIsExplainedWithItsKeysAndItsExample()
    {
        Assert.Equal(0, await _run.RunAsync("explain", "rollout"));
        Assert.Contains("rollout.max-failed", _run.Output, StringComparison.Ordinal);
        Assert.Contains("order: shuffled", _run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("defaults")]
    [InlineData("apps")]
    public async Task WhatHoldsAllOfTheFileAgainListsNothingOfIt(string key)
    {
        Assert.Equal(0, await _run.RunAsync("explain", key));
        Assert.DoesNotContain("deploy.strategy", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAKeyEverySectionIsListed()
    {
        Assert.Equal(0, await _run.RunAsync("explain", "--output", "json"));
        Assert.Equal(
            Yaml.Schema.TopKeys.Concat(Yaml.Schema.SharingKeys).Concat(Yaml.Schema.EnvironmentKeys).Select(key => key.Name)
                .Append("environments").Order(StringComparer.Ordinal),
            JsonNode.Parse(_run.Output)!["keys"]!.AsArray().Select(row => (string)row!["key"]!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("deploy.stratgy", "Did you mean deploy.strategy?")]
    [InlineData("strategy", "Did you mean deploy.strategy?")]
    [InlineData("socket", "Did you mean deploy.traffic.haproxy.socket?")]
    [InlineData("xyzzy", "Expected one of: ")]
    public async Task AnUnknownKeyIsToldWithTheNearest(string key, string hint)
    {
        Assert.Equal(2, await _run.RunAsync("explain", key));
        Assert.Contains(hint, _run.Error, StringComparison.Ordinal);
    }
}
