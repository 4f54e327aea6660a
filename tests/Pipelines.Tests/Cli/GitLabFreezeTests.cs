using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The whole program heeds the deploy freezes that GitLab keeps for the project.</summary>
public sealed class GitLabFreezeTests : PlatformTests
{
    private const string Line = "GET /api/v4/projects/7/freeze_periods?per_page=100";

    /// <summary>From Friday night to Monday morning in Berlin.</summary>
    private const string Weekend = """[{"id":1,"freeze_start":"0 23 * * 5","freeze_end":"0 8 * * 1","cron_timezone":"Berlin"}]""";

    [Theory]
    [InlineData("2026-03-06T21:59:59Z", "", 0, "", "2026-03-06T22:00:00Z")]
    [InlineData("2026-03-06T22:00:00Z", "", 3, "freeze:gitlab", "2026-03-09T07:00:00Z")]
    // that GitLab says so as well is no second rule
    [InlineData("2026-03-09T06:59:59Z", "true", 3, "freeze:gitlab", "2026-03-09T07:00:00Z")]
    [InlineData("2026-03-09T07:00:00Z", "true", 0, "", "2026-03-13T22:00:00Z")]
    public async Task TheGateKnowsWhenAFreezeOfGitLabEnds(string now, string said, int status, string blockers, string changes)
    {
        Server.On(Line, Weekend);
        Run.Variables["CI_DEPLOY_FREEZE"] = said;

        Assert.Equal(status, await GateAsync("{ name: gitlab, during: gitlab }", "--now", now, "--output", "json"));

        Assert.Equal((blockers, changes),
            (Run.Json.GetProperty("blocked_by").GetString(), Run.Json.GetProperty(status == 0 ? "closes_at" : "next_open").GetString()));
        Assert.All(Server.Requests, request => Assert.Equal(ApiServer.Token, request.Header("PRIVATE-TOKEN")));
    }

    [Theory]
    [InlineData("{ name: gitlab, during: gitlab, environments: [staging] }", "", 0)]
    [InlineData("{ name: gitlab, during: gitlab, apps: [other] }", "", 0)]
    [InlineData("{ name: gitlab, during: gitlab, types: [automated_ci] }", "", 0)]
    [InlineData("{ name: gitlab, during: gitlab, except: [queued] }", "", 0)]
    [InlineData("{ name: gitlab, during: gitlab }", "--override freeze:gitlab", 0)]
    [InlineData("{ name: gitlab, during: gitlab }", "--override platform-freeze", 3)]
    [InlineData("{ name: gitlab, during: gitlab, hard: true }", "--override freeze:gitlab", 3)]
    [InlineData("{ name: gitlab, during: [gitlab, \"sun\"], zone: UTC }", "", 3)]
    public async Task ItIsScopedAndOverriddenAsAnyFreeze(string freeze, string more, int status)
    {
        Server.On(Line, Weekend);
        Run.Variables["CI_DEPLOY_FREEZE"] = "true";
        Run.Variables["PIPELINES_REASON"] = "INC-4711 login is down";

        Assert.Equal(status,
            await GateAsync(freeze.Replace("\"sun\"", "\"sun 00:00-24:00\"", StringComparison.Ordinal),
            ["--now", "2026-03-07T12:00:00Z", .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
    }

    [Fact]
    public async Task ItIsExplainedAndListed()
    {
        Server.On(Line, Weekend);

        Assert.Equal(3, await GateAsync("{ name: gitlab, during: gitlab }", "--now", "2026-03-07T12:00:00Z", "--explain"));
        Assert.Contains("freeze gitlab: 0 23 * * 5 until 0 8 * * 1", Run.Output, StringComparison.Ordinal);
        Assert.Equal(0,
            await Run.RunAsync("calendar", "--environment", "production", "--from", "2026-03-06T00:00:00Z", "--to",
            "2026-03-10T00:00:00Z"));
        Assert.Contains("2026-03-06T22:00:00Z  Fri 2026-03-06 22:00:00  closed  in the freeze gitlab", Run.Output,
            StringComparison.Ordinal);
        Assert.Contains("2026-03-09T07:00:00Z  Mon 2026-03-09 07:00:00  open", Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutTheKeyNothingIsAskedAndWhatGitLabSaysCounts()
    {
        Run.Variables["CI_DEPLOY_FREEZE"] = "true";

        Assert.Equal(3, await GateAsync("{ name: f, from: 2020-01-01T00:00, until: 2020-01-02T00:00, zone: UTC }", "--output", "json"));

        Assert.Equal("platform-freeze", Run.Json.GetProperty("blocked_by").GetString());
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task CheckingTheFileAsksNobody()
    {
        await FreezeAsync("{ name: gitlab, during: gitlab }");
        Assert.Equal(0, await Run.RunAsync("config", "check"));
    }

    [Theory]
    [InlineData("{ name: f, during: [gitlab, 2026-01-01] }", "zone: is missing. Expected an IANA time zone such as Europe/Berlin.")]
    [InlineData("{ name: f, from: 2026-01-01T00:00, until: 2026-01-02T00:00 }",
        "zone: is missing. Expected an IANA time zone such as Europe/Berlin.")]
    [InlineData("{ name: f, during: github }", "during: \"github\" is not")]
    public async Task AFreezeOfOnesOwnHasAZone(string freeze, string problem)
    {
        await FreezeAsync(freeze);
        Assert.Equal(2, await Run.RunAsync("config", "check"));
        Assert.Contains(problem, Run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"freeze_start":"0 23 * * 5","freeze_end":"x","cron_timezone":"UTC"}]""", 200, 2,
        "GitLab deploy freeze from \"0 23 * * 5\" to \"x\": \"x\" is not a cron expression.")]
    [InlineData("""[{"freeze_start":"0 23 * * 5","freeze_end":"0 8 * * 1","cron_timezone":"Mars"}]""", 200, 2,
        "\"Mars\" is not a known time zone.")]
    [InlineData("""[{"freeze_start":1,"freeze_end":"0 8 * * 1","cron_timezone":"UTC"}]""", 200, 1, "in an unexpected form")]
    [InlineData("""[{"freeze_start":"0 23 * * 5"}]""", 200, 1, "in an unexpected form")]
    [InlineData("[null]", 200, 1, "in an unexpected form")]
    [InlineData("{}", 200, 1, "in an unexpected form")]
    [InlineData("""{"message":"403 Forbidden"}""", 403, 2,
        "token: GitLab does not allow it to access deploy freezes (403: 403 Forbidden). It needs the scope read_api and the role Reporter")]
    public async Task WhatCannotBeReadClosesTheGate(string body, int answer, int status, string problem)
    {
        Server.On(Line, body, answer);

        Assert.Equal(status, await GateAsync("{ name: gitlab, during: gitlab }"));
        Assert.Contains(problem, Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutsideOfGitLabItIsAnError()
    {
        await FreezeAsync("{ name: gitlab, during: gitlab }");
        Assert.Equal(2, await Run.RunAsync("gate", "--environment", "production"));
        Assert.Contains("freezes: this is not a run on GitLab, so its deploy freezes cannot be read.", Run.Error, StringComparison.Ordinal);
    }

    private Task FreezeAsync(string freeze) => WriteAsync($$"""
        app: a
        freezes: [{{freeze}}]
        environments:
          staging: { hosts: ["local:/srv/staging"] }
          production:
            hosts: ["local:"]
            override: { may: ["freeze:*", platform-freeze] }
        """);

    private async Task<int> GateAsync(string freeze, params string[] more)
    {
        await FreezeAsync(freeze);
        On("gitlab", ApiServer.Token, ("GITLAB_CI", "true"));
        return await GateAsync(["--event", "schedule", "--type", "queued", .. more]);
    }
}
