using System.Text.Json.Nodes;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>What people meet in their first week: each command says what they would expect of it.</summary>
public sealed class FirstWeekTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public FirstWeekTests()
    {
        Configure();
        Directory.CreateDirectory(_directory["dist"]);
        Write("1");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("help deploy", "deploy --help")]
    [InlineData("help queue", "queue --help")]
    [InlineData("help queue list", "queue list --help")]
    [InlineData("help", "--help")]
    public async Task HelpComesBeforeACommandToo(string words, string same)
    {
        Assert.Equal(0, await _run.RunAsync(words.Split(' ')));
        var shown = _run.Output;
        Assert.Equal(0, await _run.RunAsync(same.Split(' ')));
        Assert.Equal(_run.Output, shown);
        Assert.NotEmpty(shown);
    }

    [Fact]
    public async Task StatusWithoutAnEnvironmentListsThemAll()
    {
        await EndsAsync(0, "deploy", "--environment", "staging");
        var release = Json["release"]!.GetValue<string>();

        await EndsAsync(0, "status");

        Assert.Equal([("staging", release, "idle"), ("production", null, "idle")],
            Json["environments"]!.AsArray().Select(row =>
                ($"{row!["environment"]}", (string?)row["release"], $"{row["state"]}")));
    }

    [Fact]
    public async Task StatisticsAreOfAllEnvironments()
    {
        await EndsAsync(0, "stats");
        Assert.Null(Json["success_rate"]);
        await EndsAsync(0, "deploy", "--environment", "staging");
        await EndsAsync(0, "deploy", "--environment", "production");

        await EndsAsync(0, "stats", "--explain");

        Assert.Equal(["production 1", "staging 1", "total 2"],
            Json["groups"]!.AsArray().Select(group => $"{group!["group"]} {group["deployments"]}"));
        Assert.Equal("100", $"{Json["success_rate"]}");
        Assert.Equal(5, Json["dora"]!.AsArray().Count);
        Assert.Equal(0, await _run.RunAsync("stats", "--by", "type", "--csv", "--config", _directory["f.yml"]));
        Assert.StartsWith("group,deployments,succeeded,", _run.Output, StringComparison.Ordinal);
        Assert.Contains("\nmanual,2,2,0,100,", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveSinceIsWhenItBecameLive()
    {
        await EndsAsync(0, "deploy", "--environment", "staging");
        await EndsAsync(0, "status");
        var since = $"{Json["environments"]![0]!["since"]}";

        await EndsAsync(0, "deploy", "--environment", "staging");
        Assert.Equal("unchanged", $"{Json["outcome"]}");

        await EndsAsync(0, "status");
        Assert.Equal(since, $"{Json["environments"]![0]!["since"]}");
    }

    [Theory]
    [InlineData("--from staging", "promotion")]
    [InlineData("--path dist", "manual")]
    [InlineData("--path dist --emergency", "emergency_manual")]
    public async Task WhatIsBlockedHasTheTypeThatItWouldHaveHad(string words, string type)
    {
        await EndsAsync(0, "deploy", "--environment", "staging");
        Configure("freezes: [{ name: audit, from: 2020-01-01T00:00, until: 2999-01-01T00:00, zone: UTC, environments: [production] }]");

        await EndsAsync(3, ["deploy", "--environment", "production", "--reason", "INC-4711 cannot wait", .. words.Split(' ')]);

        Assert.Equal(type, $"{Json["deployment_type"]}");
        Assert.Equal(type == "emergency_manual", $"{Json["message"]}".Contains("except: [emergency_manual]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APersonWithAReasonPromotesOutsideOfTheCalendar()
    {
        await EndsAsync(0, "deploy", "--environment", "staging");
        Configure("calendars: { office: { zone: UTC, open: [\"Sun 03:00-04:00\"] } }", "calendar: office");
        await EndsAsync(3, "deploy", "--environment", "production", "--from", "staging");

        await EndsAsync(0, "deploy", "--environment", "production", "--from", "staging", "--reason", "INC-4711 cannot wait");

        Assert.Equal(("promotion", "succeeded"), ($"{Json["deployment_type"]}", $"{Json["outcome"]}"));
    }

    [Fact]
    public async Task ANoticeNamesTheAddressOfTheApp()
    {
        await using var hook = LoopbackServer.Http(_ => LoopbackServer.Reply(200));
        _run.Variables["HOOK"] = $"{hook.Url}/hook";
        Configure(production: "url: \"https://shop.example.test\", notify: [{ webhook: env:HOOK, on: [succeeded] }]");

        await EndsAsync(0, "deploy", "--environment", "production");

        Assert.Equal("https://shop.example.test", $"{JsonNode.Parse(Assert.Single(hook.Requests).Body)!["url"]}");
    }

    [Theory]
    [InlineData("push", "", "direct_push")]
    [InlineData("schedule", "", "scheduled_maintenance")]
    [InlineData("push", "rollback", "rollback")]
    public async Task ANoticeHasTheTypeOfTheRun(string trigger, string given, string type)
    {
        await using var hook = LoopbackServer.Http(_ => LoopbackServer.Reply(200));
        (_run.Variables["HOOK"], _run.Variables["GITLAB_CI"], _run.Variables["CI_PIPELINE_SOURCE"]) = ($"{hook.Url}/hook", "true", trigger);
        Configure(production: "notify: [{ webhook: env:HOOK }]");

        await EndsAsync(0,
            ["notify", "--environment", "production", "--on", "failed", .. given.Length > 0 ? ["--type", given] : Array.Empty<string>()]);

        Assert.Equal(type, $"{JsonNode.Parse(Assert.Single(hook.Requests).Body)!["deployment_type"]}");
    }

    private JsonNode Json => JsonNode.Parse(_run.Output)!;

    private void Configure(string top = "", string production = "") => File.WriteAllText(_directory["f.yml"], $$"""
        app: shop
        {{top}}
        package: { path: dist }
        environments:
          staging: { hosts: ["local:"], deploy: { root: st } }
          production: { hosts: ["local:"], deploy: { root: pr }{{(production.Length > 0 ? ", " : "")}}{{production}} }
        """);

    private void Write(string version) => File.WriteAllText(_directory["dist/version"], version);

    private async Task EndsAsync(int expected, params string[] words)
    {
        _run.Clock.Advance(TimeSpan.FromMinutes(1));
        var status = await _run.RunAsync([.. words, "--config", _directory["f.yml"], "--output", "json"]);
        Assert.True(status == expected, $"{string.Join(' ', words)} ended with {status}:\n{_run.Output}{_run.Error}");
    }
}
