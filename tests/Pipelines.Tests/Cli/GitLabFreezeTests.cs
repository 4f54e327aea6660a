using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The whole program heeds the deploy freezes that GitLab keeps for the project.</summary>
public sealed class GitLabFreezeTests : IAsyncDisposable
{
    private const string Line = "GET /api/v4/projects/7/freeze_periods?per_page=100";

    /// <summary>From Friday night to Monday morning in Berlin.</summary>
    private const string Weekend = """[{"id":1,"freeze_start":"0 23 * * 5","freeze_end":"0 8 * * 1","cron_timezone":"Berlin"}]""";

    private readonly ApiServer _server = new();
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("2026-03-06T21:59:59Z", "", 0, "", "2026-03-06T22:00:00Z")]
    [InlineData("2026-03-06T22:00:00Z", "", 3, "freeze:gitlab", "2026-03-09T07:00:00Z")]
    [InlineData("2026-03-09T06:59:59Z", "true", 3, "freeze:gitlab", "2026-03-09T07:00:00Z")] // that GitLab says so as well is no second rule
    [InlineData("2026-03-09T07:00:00Z", "true", 0, "", "2026-03-13T22:00:00Z")]
    public async Task TheGateKnowsWhenAFreezeOfGitLabEnds(string now, string said, int status, string blockers, string changes)
    {
        _server.On(Line, Weekend);
        _run.Variables["CI_DEPLOY_FREEZE"] = said;

        Assert.Equal(status, await GateAsync("{ name: gitlab, during: gitlab }", "--now", now, "--output", "json"));

        Assert.Equal((blockers, changes), (_run.Json.GetProperty("blocked_by").GetString(), _run.Json.GetProperty(status == 0 ? "closes_at" : "next_open").GetString()));
        Assert.All(_server.Requests, request => Assert.Equal(ApiServer.Token, request.Header("PRIVATE-TOKEN")));
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
        _server.On(Line, Weekend);
        _run.Variables["CI_DEPLOY_FREEZE"] = "true";
        _run.Variables["PIPELINES_REASON"] = "INC-4711 login is down";

        Assert.Equal(status, await GateAsync(freeze.Replace("\"sun\"", "\"sun 00:00-24:00\"", StringComparison.Ordinal), ["--now", "2026-03-07T12:00:00Z", .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
    }

    [Fact]
    public async Task ItIsExplainedAndListed()
    {
        _server.On(Line, Weekend);

        Assert.Equal(3, await GateAsync("{ name: gitlab, during: gitlab }", "--now", "2026-03-07T12:00:00Z", "--explain"));
        Assert.Contains("freeze gitlab: 0 23 * * 5 until 0 8 * * 1", _run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("calendar", "--config", _directory["f.yml"], "--environment", "production", "--from", "2026-03-06T00:00:00Z", "--to", "2026-03-10T00:00:00Z"));
        Assert.Contains("2026-03-06T22:00:00Z  Fri 2026-03-06 22:00:00  closed  in the freeze gitlab", _run.Output, StringComparison.Ordinal);
        Assert.Contains("2026-03-09T07:00:00Z  Mon 2026-03-09 07:00:00  open", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutTheKeyNothingIsAskedAndWhatGitLabSaysCounts()
    {
        _run.Variables["CI_DEPLOY_FREEZE"] = "true";

        Assert.Equal(3, await GateAsync("{ name: f, from: 2020-01-01T00:00, until: 2020-01-02T00:00, zone: UTC }", "--output", "json"));

        Assert.Equal("platform-freeze", _run.Json.GetProperty("blocked_by").GetString());
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task CheckingTheFileAsksNobody()
    {
        await WriteAsync("{ name: gitlab, during: gitlab }");
        Assert.Equal(0, await _run.RunAsync("config", "check", "--config", _directory["f.yml"]));
    }

    [Theory]
    [InlineData("{ name: f, during: [gitlab, 2026-01-01] }", "zone: is missing. Expected an IANA time zone such as Europe/Berlin.")]
    [InlineData("{ name: f, from: 2026-01-01T00:00, until: 2026-01-02T00:00 }", "zone: is missing. Expected an IANA time zone such as Europe/Berlin.")]
    [InlineData("{ name: f, during: github }", "during: \"github\" is not")]
    public async Task AFreezeOfOnesOwnHasAZone(string freeze, string problem)
    {
        await WriteAsync(freeze);
        Assert.Equal(2, await _run.RunAsync("config", "check", "--config", _directory["f.yml"]));
        Assert.Contains(problem, _run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"freeze_start":"0 23 * * 5","freeze_end":"x","cron_timezone":"UTC"}]""", 200, 2, "deploy freeze of GitLab from \"0 23 * * 5\" to \"x\": \"x\" is not a cron expression.")]
    [InlineData("""[{"freeze_start":"0 23 * * 5","freeze_end":"0 8 * * 1","cron_timezone":"Mars"}]""", 200, 2, "\"Mars\" is no time zone that is known here.")]
    [InlineData("""[{"freeze_start":1,"freeze_end":"0 8 * * 1","cron_timezone":"UTC"}]""", 200, 1, "in a form that its API does not promise")]
    [InlineData("""[{"freeze_start":"0 23 * * 5"}]""", 200, 1, "in a form that its API does not promise")]
    [InlineData("[null]", 200, 1, "in a form that its API does not promise")]
    [InlineData("{}", 200, 1, "in a form that its API does not promise")]
    [InlineData("""{"message":"403 Forbidden"}""", 403, 2, "token: GitLab does not let it see or do deploy freezes (403: 403 Forbidden). It takes the scope read_api and the role Reporter")]
    public async Task WhatCannotBeReadClosesTheGate(string body, int answer, int status, string problem)
    {
        _server.On(Line, body, answer);

        Assert.Equal(status, await GateAsync("{ name: gitlab, during: gitlab }"));
        Assert.Contains(problem, _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutsideOfGitLabItIsAnError()
    {
        await WriteAsync("{ name: gitlab, during: gitlab }");
        Assert.Equal(2, await _run.RunAsync("gate", "--config", _directory["f.yml"], "--environment", "production"));
        Assert.Contains("freezes: this is no run on GitLab, so it cannot be asked for its deploy freezes.", _run.Error, StringComparison.Ordinal);
    }

    private Task WriteAsync(string freeze) => File.WriteAllTextAsync(_directory["f.yml"], $$"""
        app: a
        freezes: [{{freeze}}]
        environments:
          staging: { hosts: ["local:"] }
          production:
            hosts: ["local:"]
            override: { may: ["freeze:*", platform-freeze] }
        """);

    private async Task<int> GateAsync(string freeze, params string[] more)
    {
        await WriteAsync(freeze);
        foreach (var (name, value) in new[] { ("GITLAB_CI", "true"), ("CI_PROJECT_ID", "7"), ("CI_API_V4_URL", $"{_server.Url}/api/v4"), ("CI_PROJECT_DIR", _directory.Path), ("PIPELINES_TOKEN", ApiServer.Token) })
        {
            _run.Variables[name] = value;
        }

        return await _run.RunAsync(["gate", "--config", _directory["f.yml"], "--environment", "production", "--event", "schedule", "--type", "queued", "--mode", "enforce", .. more]);
    }
}
