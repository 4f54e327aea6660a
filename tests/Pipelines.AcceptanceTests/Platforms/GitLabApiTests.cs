using Pipelines.Adapters.Forges;
using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Adapters.Http;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Reporting;

namespace Pipelines.AcceptanceTests.Platforms;

/// <summary>Every request to GitLab, judged by the parts of its description that are used.</summary>
[Trait("needs", "node")]
[Trait("needs", "npm")]
public sealed class GitLabApiTests(ApiServers servers)
{
    private const string Commit = "a91957a858320c0e17f3a0eca7cfacbff50ea29a";

    [Theory]
    [InlineData("a-project-token")]
    [InlineData(null)] // the job's own
    public async Task NoRequestIsAgainstTheDescriptionAndEveryExampleIsUnderstood(string? token)
    {
        using var judgement = new Judgement();
        using var http = new HttpClient(judgement, disposeHandler: false);
        var rest = await ClientAsync(http, token);
        var platform = new GitLabPlatform(rest, "7", null);
        var roles = new GitLabRoles(rest, "7");
        var page = new GitLabDeployments(rest, "7", "v1");
        var entry = new PageEntry("d1", "production", PageState.InProgress, "deployed") { Commit = Commit, Ref = "v1" };

        Assert.Equal(["ci Succeeded", "lint Pending", "Build pipeline Pending"],
            (await platform.ChecksAsync(Commit, CancellationToken.None)).Select(check => $"{check.Name} {check.State}"));
        var review = await platform.ReviewAsync(Commit, CancellationToken.None);
        Assert.Equal(("merge request !1", "ann", "bob"), (review!.Name, review.Author, Assert.Single(review.Approvers)));
        Assert.Equal(new Signature(true, "verified", Commit), await platform.CommitSignatureAsync(Commit, CancellationToken.None));
        Assert.Equal(new Signature(true, "verified", Commit), await platform.TagSignatureAsync("rel/1.0", CancellationToken.None));
        Assert.Equal("maintainer", await roles.RoleAsync("bob", CancellationToken.None));
        Assert.True(await roles.IsInTeamAsync("bob", "acme/sre", CancellationToken.None));
        Assert.Equal([new CommitBranch("main", true)],
            await platform.BranchesAsync(Commit, new BranchFilter(["main", "rel/*"]), CancellationToken.None));
        Assert.Equal([new FreezePeriod("0 23 * * 5", "0 8 * * 1", "UTC")],
            await new GitLabFreezes(rest, "7").ListAsync(CancellationToken.None));
        Assert.Equal("42", await page.OpenAsync(entry, CancellationToken.None));
        foreach (var end in Enum.GetValues<PageState>())
        {
            await page.CloseAsync("42", entry with { State = end, EnvironmentUrl = "https://backend.example.test" },
                CancellationToken.None);
        }

        await new GitLabRequests(rest, "7").PutAsync(Commit, "<!-- mark -->", "<!-- mark -->\ntold", CancellationToken.None);
        var statuses = new GitLabStatuses(rest, "7");
        _ = await statuses.FindAsync(Commit, "pipelines/app/production", CancellationToken.None);
        await statuses.PutAsync(Commit, "pipelines/app/production", "event 1: 00", CancellationToken.None);
        // the example's note
        await new GitLabRequests(rest, "7").PutAsync(Commit, "Looks good", "Looks good, again", CancellationToken.None);
        Assert.Empty(judgement.Findings);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("tags/rel/1.0")]
    public async Task FilesOfABranchOrTagAreRead(string reference)
    {
        using var judgement = new Judgement();
        using var http = new HttpClient(judgement, disposeHandler: false);
        var files = new RefFiles(new GitLabFiles(await ClientAsync(http, "t"), "7"), reference, CancellationToken.None);

        Assert.StartsWith("app: backend\n", files.Read("ops/.pipelines.yml", 1000), StringComparison.Ordinal);
        Assert.EndsWith($" at commit {Commit}", files.Place, StringComparison.Ordinal);
        Assert.Empty(judgement.Findings);
    }

    [Fact]
    public async Task TheJudgeRefusesWhatIsWrong()
    {
        using var judgement = new Judgement();
        using var http = new HttpClient(judgement, disposeHandler: false);
        var wrong =
            new RestCall("projects/7/deployments/42", "a deployment", "api") { Method = HttpMethod.Put,
                Body = """{"state":"success"}"""u8.ToArray() };

        var rest = await ClientAsync(http, "t");
        await Assert.ThrowsAsync<PipelineException>(() => rest.DoAsync(wrong, CancellationToken.None));

        Assert.Contains(": 422", Assert.Single(judgement.Findings), StringComparison.Ordinal);
    }

    private async Task<RestClient> ClientAsync(HttpClient http, string? token)
    {
        var url = (await servers.GitLabAsync()).Url;
        return new RestClient(
            http,
            GitLabTarget.Of(name => name switch { "CI_API_V4_URL" => $"{url}/api/v4", "CI_JOB_TOKEN" => "job", _ => null }, token is null
                ? null : new Secret(token)),
            TimeProvider.System);
    }
}
