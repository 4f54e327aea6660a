using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The whole program asks a platform on this machine.</summary>
public sealed class GatePlatformTests : IAsyncDisposable
{
    private const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private readonly ApiServer _server = new();
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("success", 0)]
    [InlineData("failure", 3)]
    public async Task TheGateOnGitHubAsksForTheChecksOfTheRunsCommit(string conclusion, int status)
    {
        var check = $$"""{"name":"ci","status":"completed","conclusion":"{{conclusion}}","html_url":"https://g/1"}""";
        _server.On($"GET /repos/acme/app/commits/{Commit}/check-runs?filter=latest&per_page=100", $$"""{"check_runs":[{{check}}]}""")
            .On($"GET /repos/acme/app/commits/{Commit}/status?per_page=100", """{"statuses":[]}""")
            .On($"GET /repos/acme/app/actions/runs?head_sha={Commit}&per_page=100", """{"workflow_runs":[]}""");

        Assert.Equal(status, await GateAsync(
            ("GITHUB_ACTIONS", "true"), ("GITHUB_EVENT_NAME", "push"), ("GITHUB_SHA", Commit), ("GITHUB_REPOSITORY", "acme/app"), ("GITHUB_API_URL", _server.Url), ("INPUT_TOKEN", ApiServer.Token)));

        var requirement = _run.Json.GetProperty("requirements")[0];
        Assert.Equal(("checks:ci", conclusion == "success", "https://g/1"), (requirement.GetProperty("name").GetString(), requirement.GetProperty("satisfied").GetBoolean(), requirement.GetProperty("link").GetString()));
        Assert.All(_server.Requests, request => Assert.Equal($"Bearer {ApiServer.Token}", request.Header("Authorization")));
        Assert.DoesNotContain(ApiServer.Token, _run.Output, StringComparison.Ordinal);
        Assert.Equal($"::add-mask::{ApiServer.Token}", Assert.Single(_run.Error.Split('\n'), line => line.Contains(ApiServer.Token, StringComparison.Ordinal)).TrimEnd('\r'));
    }

    [Fact]
    public async Task TheGateOnGitLabAsksWithTheJobsOwnToken()
    {
        _server.On($"GET /api/v4/projects/7/repository/commits/{Commit}/statuses?per_page=100", """[{"name":"ci","status":"success"}]""")
            .On($"GET /api/v4/projects/7/pipelines?sha={Commit}&per_page=100", "[]");

        Assert.Equal(0, await GateAsync(
            ("GITLAB_CI", "true"), ("CI_PIPELINE_SOURCE", "push"), ("CI_COMMIT_SHA", Commit), ("CI_PROJECT_ID", "7"), ("CI_API_V4_URL", $"{_server.Url}/api/v4"), ("CI_JOB_TOKEN", "job-token"), ("CI_PROJECT_DIR", _directory.Path)));

        Assert.All(_server.Requests, request => Assert.Equal("job-token", request.Header("JOB-TOKEN")));
    }

    [Theory]
    [InlineData("", "platform: this is no run on GitHub or GitLab, so nobody can be asked. Set GITHUB_REPOSITORY, or CI_API_V4_URL and CI_PROJECT_ID, and PIPELINES_TOKEN.")]
    [InlineData("acme/app", "token: is missing, and GitHub cannot be asked without. Give the variable PIPELINES_TOKEN: ${{ github.token }} in a workflow.")]
    public async Task WithoutAPlatformOrATokenItIsClosedAndSaysWhatToDo(string repository, string why)
    {
        Assert.Equal(3, await GateAsync(("GITHUB_REPOSITORY", repository)));
        Assert.Equal(why, _run.Json.GetProperty("requirements")[0].GetProperty("why").GetString());
    }

    private async Task<int> GateAsync(params (string Name, string Value)[] variables)
    {
        await File.WriteAllTextAsync(_directory["f.yml"], "app: a\nenvironments:\n  production:\n    hosts: [\"local:\"]\n    requires: { checks: [ci] }\n");
        foreach (var (name, value) in variables)
        {
            _run.Variables[name] = value;
        }

        return await _run.RunAsync("gate", "--config", _directory["f.yml"], "--environment", "production", "--mode", "enforce", "--commit", Commit, "--output", "json");
    }
}
