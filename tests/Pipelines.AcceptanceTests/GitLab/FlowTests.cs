using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The whole flow by one include, run job by job on this machine.</summary>
[Trait("needs", "node")]
public sealed class FlowTests
{
    private const string Pipeline = """
        include:
          - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/guarded-deploy@$CI_COMMIT_SHA
            inputs: { environment: production, path: site, mode: MODE, allowed-exit-codes: [3] }

        build:
          stage: build
          script: echo built > site/built.txt
          artifacts: { paths: [site] }

        after:
          stage: .post
          needs: [gate, deploy]
          script: 'echo "release=$RELEASE outcome=$OUTCOME should=$SHOULD_DEPLOY reason=$REASON."'
        """;

    [Fact]
    public async Task AnIncludeTakesABuildLiveAndTheRollbackBringsTheFormerOneBack()
    {
        using var project = await GitLabProject.CreateAsync(Pipeline.Replace("MODE", "enforce", StringComparison.Ordinal));
        var first = (await project.RunAsync()).Ends(0);

        var deployed = Dotenv.Parse(project.Dotenv("deploy"));
        Assert.Equal("open", Dotenv.Parse(project.Dotenv("gate"))["REASON"]);
        Assert.Equal("succeeded", deployed["OUTCOME"]);
        first.Says($"release={deployed["RELEASE"]} outcome=succeeded should=true reason=open.");
        Assert.Equal("built\n", await File.ReadAllTextAsync($"{project.Live}/current/built.txt"));

        project.Write("site/index.html", "second\n");
        (await project.RunAsync()).Ends(0);
        Assert.Equal("second\n", await File.ReadAllTextAsync($"{project.Live}/current/index.html"));

        var reason = "checkout is slow";
        (await project.RunAsync(["rollback"], $"PIPELINES_REASON={reason}", "CI_DEPLOY_FREEZE=true")).Ends(0);
        Assert.Equal("hello\n", await File.ReadAllTextAsync($"{project.Live}/current/index.html"));
        Assert.Equal(deployed["RELEASE"], Dotenv.Parse(project.Dotenv("rollback"))["RELEASE"]);

        var history = await HistoryAsync(project);
        Assert.Equal(["rollback", "direct_push", "direct_push"], history.Select(deployment => (string?)deployment!["deployment_type"]));
        Assert.Equal(reason, (string?)history[0]!["reason"]);
    }

    [Theory]
    [InlineData("CI_DEPLOY_FREEZE=true", "GitLab's deploy freeze", "freeze")]
    [InlineData("CI_DEPLOY_FREEZE=", "is closed", "reason-required")]
    public async Task WhatIsBlockedIsAWarningWhereTheCallerAllowsItAndChangesNothing(string variable, string text, string reason)
    {
        using var project = await GitLabProject.CreateAsync(Pipeline.Replace("MODE", "enforce", StringComparison.Ordinal), Configs.Closed);
        (await project.RunAsync(["gate", "deploy"], variable, "CI_PIPELINE_SOURCE=web")).Ends(0).Says("WARN  gate", "WARN  deploy", text);
        var gate = Dotenv.Parse(project.Dotenv("gate"));
        Assert.Equal(("false", reason), (gate["SHOULD_DEPLOY"], gate["REASON"]));
        Assert.Equal("blocked", Dotenv.Parse(project.Dotenv("deploy"))["OUTCOME"]);
        Assert.False(Directory.Exists($"{project.Live}/current"));
        Assert.Equal(["blocked"], (await HistoryAsync(project)).Select(deployment => (string?)deployment!["result"]));
    }

    [Fact]
    public async Task WithModeReportTheJobsPassAndNothingIsDeployed()
    {
        using var project = await GitLabProject.CreateAsync(Pipeline.Replace("MODE", "report", StringComparison.Ordinal));
        (await project.RunAsync(null, "CI_DEPLOY_FREEZE=true")).Ends(0).Says("outcome=blocked should=false reason=freeze.");
        Assert.False(Directory.Exists($"{project.Live}/current"));
    }

    [Fact]
    public async Task TheReleaseOfAnEarlierJobIsDeployedByItsVariable()
    {
        using var project = await GitLabProject.CreateAsync("""
            include:
              - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/package@$CI_COMMIT_SHA
                inputs: { stage: build, path: site }
              - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/deploy@$CI_COMMIT_SHA
                inputs: { environment: production, release: $RELEASE }
            """);
        (await project.RunAsync()).Ends(0);
        Assert.Equal(Dotenv.Parse(project.Dotenv("package"))["RELEASE"], Dotenv.Parse(project.Dotenv("deploy"))["RELEASE"]);
    }

    private static async Task<JsonArray> HistoryAsync(GitLabProject project) =>
        JsonNode.Parse((await project.PipelinesAsync("history", "--environment", "production", "--output", "json"))
            .Ends(0).Output)!["deployments"]!.AsArray();
}
