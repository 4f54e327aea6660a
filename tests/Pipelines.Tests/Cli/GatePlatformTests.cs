using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The whole program asks a platform on this machine.</summary>
public sealed class GatePlatformTests : PlatformTests
{
    private const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("success", 0)]
    [InlineData("failure", 3)]
    public async Task TheGateOnGitHubAsksForTheChecksOfTheRunsCommit(string conclusion, int status)
    {
        var check =
            $$"""{"name":"ci","status":"completed","conclusion":"{{conclusion}}","html_url":"https://g/1","head_sha":"{{Commit}}"}""";
        Server.On($"GET /repos/acme/app/commits/{Commit}/check-runs?filter=latest&per_page=100", $$"""{"check_runs":[{{check}}]}""")
            .On($"GET /repos/acme/app/commits/{Commit}/status?per_page=100", """{"statuses":[]}""")
            .On($"GET /repos/acme/app/actions/runs?head_sha={Commit}&per_page=100", """{"workflow_runs":[]}""");

        On("github",
            more: [("GITHUB_ACTIONS", "true"), ("GITHUB_EVENT_NAME", "push"), ("GITHUB_SHA", Commit), ("INPUT_TOKEN", ApiServer.Token)]);

        Assert.Equal(status, await GateAsync());

        var requirement = Run.Json.GetProperty("requirements")[0];
        Assert.Equal(("checks:ci", conclusion == "success", "https://g/1"),
            (requirement.GetProperty("name").GetString(), requirement.GetProperty("satisfied").GetBoolean(),
            requirement.GetProperty("link").GetString()));
        Assert.All(Server.Requests, request => Assert.Equal($"Bearer {ApiServer.Token}", request.Header("Authorization")));
        Assert.DoesNotContain(ApiServer.Token, Run.Output, StringComparison.Ordinal);
        Assert.Equal($"::add-mask::{ApiServer.Token}",
            Assert.Single(Run.Error.Split('\n'), line => line.Contains(ApiServer.Token, StringComparison.Ordinal)).TrimEnd('\r'));
    }

    [Fact]
    public async Task TheGateOnGitLabAsksWithTheJobsOwnToken()
    {
        Server.On($"GET /api/v4/projects/7/repository/commits/{Commit}/statuses?per_page=100",
            $$"""[{"name":"ci","status":"success","sha":"{{Commit}}"}]""")
            .On($"GET /api/v4/projects/7/pipelines?sha={Commit}&per_page=100", "[]");

        On("gitlab", more: [("GITLAB_CI", "true"), ("CI_PIPELINE_SOURCE", "push"), ("CI_COMMIT_SHA", Commit)]);

        Assert.Equal(0, await GateAsync());

        Assert.All(Server.Requests, request => Assert.Equal("job-token", request.Header("JOB-TOKEN")));
    }

    [Theory]
    [InlineData("",
        "platform: this is not a run on GitHub or GitLab, so neither can be queried. Set GITHUB_REPOSITORY, or CI_API_V4_URL and "
        + "CI_PROJECT_ID, and PIPELINES_TOKEN.")]
    [InlineData("acme/app",
        "token: is missing, and GitHub cannot be queried without it. Set the variable PIPELINES_TOKEN: ${{ github.token }} in a workflow.")]
    public async Task WithoutAPlatformOrATokenItIsClosedAndSaysWhatToDo(string repository, string why)
    {
        Run.Variables["GITHUB_REPOSITORY"] = repository;

        Assert.Equal(3, await GateAsync());
        Assert.Equal(why, Run.Json.GetProperty("requirements")[0].GetProperty("why").GetString());
    }

    private async Task<int> GateAsync()
    {
        await WriteAsync("app: a\nenvironments:\n  production:\n    hosts: [\"local:\"]\n    requires: { checks: [ci] }\n");
        return await GateAsync("--commit", Commit, "--output", "json");
    }
}
