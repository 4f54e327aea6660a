using System.Text;
using Pipelines.Cli.Hosts;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed class CiHostsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string> _variables = new()
    {
        ["GITHUB_SERVER_URL"] = "https://github.example",
        ["GITHUB_REPOSITORY"] = "acme/backend",
        ["GITHUB_SHA"] = "head0fmain",
        ["GITHUB_REF_NAME"] = "main",
        ["GITHUB_ACTOR"] = "ada",
        ["GITHUB_RUN_ID"] = "99",
        ["GITHUB_RUN_NUMBER"] = "7",
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("true", null, nameof(CiHost.GitHub))]
    [InlineData(null, "true", nameof(CiHost.GitLab))]
    [InlineData("true", "true", nameof(CiHost.GitHub))]
    [InlineData("false", "false", nameof(CiHost.None))]
    [InlineData(null, null, nameof(CiHost.None))]
    public void TheHostIsKnownByItsVariable(string? gitHub, string? gitLab, string host) =>
        Assert.Equal(Enum.Parse<CiHost>(host),
            CiHosts.Detect(name => name switch { "GITHUB_ACTIONS" => gitHub, "GITLAB_CI" => gitLab, _ => null }));

    [Fact]
    public void APushIsToldByVariables()
    {
        _variables["GITHUB_TRIGGERING_ACTOR"] = "grace";
        Assert.Equal(
            new RunContext("push")
            {
                Origin = new Origin
                {
                    Commit = "head0fmain",
                    Ref = "main",
                    Actor = "grace",
                    Repository = "acme/backend",
                    RunNumber = "7",
                    RunUrl = "https://github.example/acme/backend/actions/runs/99",
                    CommitUrl = "https://github.example/acme/backend/commit/head0fmain",
                },
            },
            Run("push", """{ "workflow_run": { "head_sha": "not-mine", "conclusion": "success" } }"""));
    }

    // 9 of the faults of the original: github.sha under workflow_run is the head of the default branch, which nobody has tested.
    [Fact]
    public void AWorkflowRunDeploysTheCommitWhoseChecksRan()
    {
        var run = Run("workflow_run", """
            { "workflow_run": { "head_sha": "7e57ed", "head_branch": "release", "conclusion": "success", "head_repository": { "full_name": "acme/backend" } } }
            """);
        Assert.Equal(("7e57ed", "release", "success"), (run.Origin.Commit, run.Origin.Ref, run.CheckConclusion));
        Assert.Equal("https://github.example/acme/backend/commit/7e57ed", run.Origin.CommitUrl);
    }

    [Fact]
    public void ChecksOfAForkProveNothing()
    {
        var run = Run("workflow_run", """
            { "workflow_run": { "head_sha": "evil", "head_branch": "main", "conclusion": "success", "head_repository": { "full_name": "mallory/backend" } } }
            """);
        Assert.Equal((null, null, null, null), (run.Origin.Commit, run.Origin.Ref, run.CheckConclusion, run.Origin.CommitUrl));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{ \"workflow_run\": [1] }")]
    [InlineData("{ \"workflow_run\": null }")]
    [InlineData("{ \"workflow_run\": { \"head_sha\": 42, \"conclusion\": null } }")]
    [InlineData("{ \"workflow_run\": { \"head_sha\": \"\\ud800\", \"conclusion\": \"\\udc00\" } }")]
    [InlineData("\0\u0001")]
    public void AMissingOrHostilePayloadIsNoSuccessAndNoCommit(string? payload)
    {
        var run = Run("workflow_run", payload);
        Assert.Equal((null, null), (run.Origin.Commit, run.CheckConclusion));
    }

    [Fact]
    public void ADeepPayloadIsNoCrash() => Assert.Null(Run("workflow_run", new string('[', 100_000)).Origin.Commit);

    [Fact]
    public void WithoutAnyVariableNothingIsKnown()
    {
        _variables.Clear();
        Assert.Equal(new RunContext("unknown"), CiHosts.Run(CiHost.GitHub, _variables.GetValueOrDefault));
        Assert.Equal(new RunContext("unknown"), CiHosts.Run(CiHost.GitLab, _variables.GetValueOrDefault));
        Assert.Equal(new RunContext("local"), CiHosts.Run(CiHost.None, _variables.GetValueOrDefault));
    }

    [Fact]
    public void GitLabTellsByVariables()
    {
        var variables = new Dictionary<string, string>
        {
            ["CI_PIPELINE_SOURCE"] = "web",
            ["CI_COMMIT_SHA"] = "c0ffee",
            ["CI_COMMIT_REF_NAME"] = "main",
            ["GITLAB_USER_LOGIN"] = "ada",
            ["CI_PROJECT_PATH"] = "acme/backend",
            ["CI_PIPELINE_IID"] = "7",
            ["CI_PIPELINE_URL"] = "https://gitlab.example/acme/backend/-/pipelines/99",
            ["CI_PROJECT_URL"] = "https://gitlab.example/acme/backend",
        };
        Assert.Equal(
            new RunContext("web")
            {
                Origin = new Origin
                {
                    Commit = "c0ffee",
                    Ref = "main",
                    Actor = "ada",
                    Repository = "acme/backend",
                    RunNumber = "7",
                    RunUrl = "https://gitlab.example/acme/backend/-/pipelines/99",
                    CommitUrl = "https://gitlab.example/acme/backend/-/commit/c0ffee",
                },
            },
            CiHosts.Run(CiHost.GitLab, variables.GetValueOrDefault));
    }

    private RunContext Run(string trigger, string? payload)
    {
        _variables["GITHUB_EVENT_NAME"] = trigger;
        _variables["GITHUB_EVENT_PATH"] = _directory["event.json"];
        if (payload is not null)
        {
            File.WriteAllText(_directory["event.json"], payload, new UTF8Encoding(false));
        }

        return CiHosts.Run(CiHost.GitHub, _variables.GetValueOrDefault);
    }
}
