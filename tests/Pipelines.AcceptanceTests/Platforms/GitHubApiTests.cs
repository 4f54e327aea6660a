using Pipelines.Adapters.Forges;
using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Reporting;

namespace Pipelines.AcceptanceTests.Platforms;

/// <summary>Every request to GitHub, judged by GitHub's official description.</summary>
[Trait("needs", "node")]
[Trait("needs", "npm")]
public sealed class GitHubApiTests(ApiServers servers)
{
    private const string Commit = "6dcb09b5b57875f334f61aebed695e2e4193db5e";

    [Fact]
    public async Task NoRequestIsAgainstTheDescriptionAndEveryExampleIsUnderstood()
    {
        using var judgement = new Judgement();
        using var http = new HttpClient(judgement, disposeHandler: false);
        var rest = await ClientAsync(http);
        var platform = new GitHubPlatform(rest, "octocat/hello-world", "7");
        var roles = new GitHubRoles(rest, "octocat/hello-world");

        // The example's check run is of another commit, and no evidence of this one.
        Assert.Equal(["continuous-integration/jenkins", "security/brakeman"],
            (await platform.ChecksAsync(Commit, CancellationToken.None)).Select(check => check.Name));
        Assert.Equal("pull request #1347", (await platform.ReviewAsync(Commit, CancellationToken.None))?.Name);
        Assert.Equal("unsigned", (await platform.CommitSignatureAsync(Commit, CancellationToken.None)).Said);
        // the example is a branch
        Assert.Contains("refs/heads/featureA. Expected",
            (await Assert.ThrowsAsync<PipelineException>(() => platform.TagSignatureAsync("rel/1.0", CancellationToken.None))).Message,
            StringComparison.Ordinal);
        Assert.Equal("admin", await roles.RoleAsync("octocat", CancellationToken.None));
        Assert.True(await roles.MayMergeAsync("octocat", CancellationToken.None));
        Assert.True(await roles.IsInTeamAsync("octocat", "justice-league", CancellationToken.None));
        await new GitHubRequests(rest, "octocat/hello-world")
            .PutAsync(Commit, "<!-- mark -->", "<!-- mark -->\ntold", CancellationToken.None);
        var statuses = new GitHubStatuses(rest, "octocat/hello-world");
        Assert.NotNull(await statuses.FindAsync(Commit, "security/brakeman", CancellationToken.None));
        await statuses.PutAsync(Commit, "pipelines/app/production", "event 1: 00", CancellationToken.None);
        // the example's comment
        await new GitHubRequests(rest, "octocat/hello-world").PutAsync(Commit, "Me too", "Me too, again", CancellationToken.None);
        Assert.Empty(judgement.Findings);
    }

    /// <summary>The description's example of a reference is this branch. It has no path with a slash, which GitHub itself takes as it
    /// is.</summary>
    [Fact]
    public async Task FilesAndBranchesAreRead()
    {
        using var judgement = new Judgement();
        using var http = new HttpClient(judgement, disposeHandler: false);
        var rest = await ClientAsync(http);
        var files = new GitHubFiles(rest, "octocat/hello-world");

        Assert.EndsWith(" at commit aa218f56b14c9653891f9e74264a383fa43fefbd",
            new RefFiles(files, "featureA", CancellationToken.None).Place, StringComparison.Ordinal);
        // what the example holds is no base64
        Assert.Equal(("file", "base64"), await files.FindAsync("README.md", Commit, CancellationToken.None) is { } file
            ? (file.Kind, file.Encoding) : default);
        Assert.NotEmpty(await new GitHubPlatform(rest, "octocat/hello-world", "7")
            .BranchesAsync(Commit, new BranchFilter(["main", "m*"]), CancellationToken.None));
        Assert.Empty(judgement.Findings);
    }

    [Theory]
    [InlineData(PageState.Success)]
    [InlineData(PageState.Failure)]
    [InlineData(PageState.Error)]
    [InlineData(PageState.Inactive)]
    public async Task ADeploymentIsShownAsTheDescriptionHasIt(PageState end)
    {
        using var judgement = new Judgement();
        using var http = new HttpClient(judgement, disposeHandler: false);
        var page = new GitHubDeployments(await ClientAsync(http), "octocat/example", "7");
        var entry = new PageEntry("d1", "prod/eu", PageState.InProgress, "deployed")
        {
            Commit = Commit,
            Ref = "main",
            LogUrl = "https://github.com/octocat/example/actions/runs/7",
            EnvironmentUrl = "https://eu.example.test",
        };

        var id = await page.OpenAsync(entry, CancellationToken.None);
        await page.CloseAsync(id!, entry with { State = end }, CancellationToken.None);

        Assert.Equal("1", id);
        Assert.Empty(judgement.Findings);
    }

    [Fact]
    public async Task TheJudgeRefusesWhatIsWrong()
    {
        using var judgement = new Judgement();
        using var http = new HttpClient(judgement, disposeHandler: false);
        var wrong =
            new RestCall("repos/octocat/example/deployments", "a deployment", "deployments: write") { Method = HttpMethod.Post,
                Body = """{"ref":1}"""u8.ToArray() };

        var rest = await ClientAsync(http);
        await Assert.ThrowsAsync<PipelineException>(() => rest.DoAsync(wrong, CancellationToken.None));

        Assert.Contains("must be string", Assert.Single(judgement.Findings), StringComparison.Ordinal);
    }

    private async Task<RestClient> ClientAsync(HttpClient http)
    {
        var url = (await servers.GitHubAsync()).Url;
        return new RestClient(http, GitHubTarget.Of(name => name == "GITHUB_API_URL" ? url : null, new Secret("t")), TimeProvider.System);
    }
}
