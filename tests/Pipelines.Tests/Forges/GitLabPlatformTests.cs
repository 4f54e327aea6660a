using System.Text.Json.Nodes;
using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Forges;

public sealed class GitLabPlatformTests : IAsyncDisposable
{
    private const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Other = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string Project = "/api/v4/projects/7";
    private readonly ApiServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task JobsStatusesAndOtherPipelinesOfTheVeryCommitAreOneList()
    {
        _server.On($"GET {Project}/repository/commits/{Commit}/statuses?per_page=100", """
            [{"name":"build","status":"success","target_url":"https://g/1","sha":"COMMIT"},{"name":"test","status":"failed","sha":"COMMIT"},{"name":"lint","status":"skipped","sha":"COMMIT"},
             {"name":"e2e","status":"manual","sha":"COMMIT"},{"name":"ext","status":"canceled","sha":"COMMIT"},{"name":"new","status":"some_day","sha":"COMMIT"},
             {"name":"old","status":"success","sha":"0123456789012345678901234567890123456789"},{"name":"unknown","status":"success"}]
            """.Replace("COMMIT", Commit, StringComparison.Ordinal)).On($"GET {Project}/pipelines?sha={Commit}&per_page=100", $$"""
            [{"id":9,"sha":"{{Commit}}","status":"running","source":"push"},{"id":8,"sha":"{{Commit}}","status":"success","source":"merge_request_event","name":"Tests"},
             {"id":7,"sha":"{{Commit}}","status":"failed","source":"merge_request_event","name":"Tests"},{"id":6,"sha":"{{Commit}}","status":"success","source":"schedule","name":null},
             {"id":5,"sha":"{{Other}}","status":"failed","source":"push"}]
            """);

        Assert.Equal(
            ["build Succeeded success", "test Failed failed", "lint Failed skipped", "e2e Pending manual", "ext Failed canceled",
                "new Pending some_day", "Tests Succeeded success", "pipeline Succeeded success"],
            (await Platform("9").ChecksAsync(Commit, CancellationToken.None)).Select(check => $"{check.Name} {check.State} {check.Said}"));
    }

    [Theory]
    [InlineData("merged", Commit, null, Other, true)]
    [InlineData("merged", Other, Commit, Other, true)] // squashed
    [InlineData("opened", Commit, null, Other, false)]
    [InlineData("opened", null, null, Commit, true)]
    [InlineData("merged", Other, null, Other, false)]
    public async Task ACommitBelongsToTheRequestWhoseHeadOrMergeItIs(string state, string? merge, string? squash, string head, bool found)
    {
        _server.On($"GET {Project}/repository/commits/{Commit}/merge_requests?per_page=100", $$"""
            [{"iid":12,"state":"{{state}}","sha":"{{head}}","merge_commit_sha":{{Text(merge)}},"squash_commit_sha":{{Text(squash)}},"author":{"username":"ann"},"web_url":"https://g/12"}]
            """).On($"GET {Project}/merge_requests/12/approvals", """{"approved_by":[{"user":{"username":"bob"},"approved_at":"2026-01-05T10:00:00Z"}]}""")
            .On($"GET {Project}/merge_requests/12/versions?per_page=100",
                $$"""[{"id":2,"head_commit_sha":"{{head}}","created_at":"2026-01-05T09:00:00Z"}]""")
            .On($"GET {Project}/merge_requests/12/reviewers",
                """[{"user":{"username":"carl"},"state":"requested_changes"},{"user":{"username":"bob"},"state":"reviewed"}]""");

        var review = await Platform().ReviewAsync(Commit, CancellationToken.None);

        Assert.Equal(found, review is not null);
        Assert.True(!found
            || (review!.Name, review.Author, string.Join(' ', review.Approvers),
            string.Join(' ', review.Objectors)) == ("merge request !12", "ann", "bob", "carl"));
    }

    /// <summary>Approvals as GitLab tells them; the head is there since nine. Notes: bob's at ten, carl's at eight, and one that a person
    /// wrote.</summary>
    [Theory]
    [InlineData("bob@2026-01-05T10:00:00Z", "bob", "")]
    [InlineData("bob@2026-01-05T09:00:00Z", "bob", "")]
    [InlineData("bob@2026-01-05T08:59:59Z dora@2026-01-06T00:00:00+02:00", "dora", "bob (approved an earlier state)")]
    [InlineData("bob@ carl@ dora@", "bob", "carl (approved an earlier state) dora (GitLab does not report when)")]
    [InlineData("", "", "")]
    public async Task AnApprovalIsAboutTheLastState(string approvals, string counted, string uncounted)
    {
        var by = approvals.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('@'))
            .Select(each => $$"""{"user":{"username":"{{each[0]}}"},"approved_at":{{Text(each[1].Length == 0 ? null : each[1])}} }""");
        Request($$"""{"approved":true,"approved_by":[{{string.Join(',', by)}}]}""", $$"""
            [{"id":3,"head_commit_sha":"{{Commit}}","created_at":"2026-01-05T09:00:00Z"},{"id":2,"head_commit_sha":"{{Other}}","created_at":"2026-01-05T11:00:00Z"},
             {"id":1,"head_commit_sha":"{{Commit}}","created_at":"2026-01-04T09:00:00Z"}]
            """);

        var review = (await Platform().ReviewAsync(Commit, CancellationToken.None))!;

        Assert.Equal((counted, uncounted, null), (string.Join(' ', review.Approvers), string.Join(' ', review.Uncounted), review.Missing));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"id":3}]""")]
    [InlineData("""[{"id":3,"head_commit_sha":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","created_at":"2026-01-01T09:00:00Z"}]""")]
    [InlineData("""[{"id":3,"head_commit_sha":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","created_at":null}]""")]
    public async Task WithoutTheTimeOfTheLastStateNoApprovalCounts(string versions)
    {
        Request("""{"approved_by":[{"user":{"username":"bob"},"approved_at":"2026-01-05T10:00:00Z"}]}""", versions);

        Assert.Equal("bob (GitLab does not report since when the final state exists)",
            Assert.Single((await Platform().ReviewAsync(Commit, CancellationToken.None))!.Uncounted).ToString());
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("false", true)]
    [InlineData("null", false)]
    public async Task TheApprovalRulesOfTheProjectAreAsked(string approved, bool missing)
    {
        Request($$"""{"approved":{{approved}},"approved_by":[]}""", "[]");
        Assert.Equal(missing, (await Platform().ReviewAsync(Commit, CancellationToken.None))!.Missing is not null);
    }

    [Theory]
    [InlineData(30, "active", true)]
    [InlineData(50, null, true)]
    [InlineData(20, "active", false)]
    [InlineData(40, "blocked", false)]
    public async Task ADeveloperMayMerge(int level, string? state, bool may)
    {
        _server.On($"GET {Project}/members/all?query=bob&per_page=100",
            $$"""[{"username":"bob","access_level":{{level}},"state":{{Text(state)}} }]""")
            .On($"GET {Project}/members/all?query=eve&per_page=100", "[]");
        var roles = new GitLabRoles(_server.GitLab(), "7");

        Assert.Equal((may, false),
            (await roles.MayMergeAsync("bob", CancellationToken.None), await roles.MayMergeAsync("eve", CancellationToken.None)));
    }

    [Fact]
    public async Task ACommitIsInTheBranchesThatGitLabNames()
    {
        _server.On($"GET {Project}/repository/commits/{Commit}/refs?type=branch&per_page=100",
            """[{"type":"branch","name":"main"},{"type":"branch","name":"dev"},{"type":"tag","name":"release/t"},{"type":"branch","name":"release/1"}]""")
            .On($"GET {Project}/repository/branches/main", $$"""{"name":"main","protected":true,"commit":{"id":"{{Other}}"} }""")
            .On($"GET {Project}/repository/branches/release%2F1",
                $$"""{"name":"release/1","protected":false,"commit":{"id":"{{Other}}"} }""");

        Assert.Equal([new("main", true), new("release/1", false)],
            await Platform().BranchesAsync(Commit, new BranchFilter(["main", "release/*"]), CancellationToken.None));
    }

    [Theory]
    [InlineData("""[{"type":"branch"}]""", 200)]
    [InlineData("[null]", 200)]
    [InlineData("{}", 200)]
    [InlineData("[]", 404)] // GitLab does not know the commit
    [InlineData("""{"message":"no"}""", 403)]
    public async Task BranchesThatCannotBeReadAreNone(string body, int status)
    {
        _server.On($"GET {Project}/repository/commits/{Commit}/refs?type=branch&per_page=100", body, status);
        await Assert.ThrowsAsync<PipelineException>(() =>
            Platform().BranchesAsync(Commit, new BranchFilter(["main"]), CancellationToken.None));
    }

    [Theory]
    [InlineData("\"verified\"", true, "verified")]
    [InlineData("\"unknown_key\"", false, "unknown_key")]
    [InlineData("null", false, "unknown")]
    [InlineData(null, false, "unsigned")]
    public async Task ASignatureIsWhatGitLabSays(string? status, bool verified, string said)
    {
        _server.On($"GET {Project}/repository/tags/rel%2F1", $$"""{"name":"rel/1","commit":{"id":"{{Commit}}"} }""");
        foreach (var path in status is null ? [] : new[] { $"commits/{Commit}", "tags/rel%2F1" })
        {
            _server.On($"GET {Project}/repository/{path}/signature", $$"""{"signature_type":"PGP","verification_status":{{status}}}""");
        }

        Assert.Equal(new Signature(verified, said, Commit), await Platform().CommitSignatureAsync(Commit, CancellationToken.None));
        Assert.Equal(new Signature(verified, said, Commit), await Platform().TagSignatureAsync("rel/1", CancellationToken.None));
        Assert.Null(await Platform().TagSignatureAsync("no", CancellationToken.None));
    }

    [Theory]
    [InlineData("""[{"username":"bob","access_level":40,"state":"active"},{"username":"bobby","access_level":50}]""", "maintainer")]
    [InlineData("""[{"username":"Bob","access_level":35},{"username":"bob","access_level":20}]""", "developer")]
    [InlineData("""[{"username":"bob","access_level":50,"state":"blocked"}]""", "none")]
    [InlineData("""[{"username":"bobby","access_level":50}]""", "none")]
    [InlineData("[]", "none")]
    public async Task ARoleIsTheHighestOfTheVeryPerson(string members, string role)
    {
        _server.On($"GET {Project}/members/all?query=bob&per_page=100", members);
        Assert.Equal(role, await new GitLabRoles(_server.GitLab(), "7").RoleAsync("bob", CancellationToken.None));
    }

    [Fact]
    public async Task ATeamIsAGroup()
    {
        _server.On("GET /api/v4/groups/acme%2Fsre/members/all?query=bob&per_page=100",
            """[{"username":"bob","access_level":30,"state":"active"}]""")
            .On("GET /api/v4/groups/acme%2Fsre/members/all?query=carl&per_page=100", "[]");
        var roles = new GitLabRoles(_server.GitLab(), "7");
        Assert.Equal("true, false",
            string.Join(", ",
            await Task.WhenAll(new[] { "bob", "carl" }.Select(login => roles.IsInTeamAsync(login, "acme/sre", CancellationToken.None))))
            .ToLowerInvariant());
    }

    [Theory]
    [InlineData("pat", "PRIVATE-TOKEN",
        "It needs the scope read_api and the role Reporter: a project access token, in the masked variable PIPELINES_TOKEN.")]
    [InlineData(null, "JOB-TOKEN",
        "It needs the scope read_api and the role Reporter, which the job's own token does not have: a project access token, in the "
        + "masked variable PIPELINES_TOKEN.")]
    [InlineData("job-token", "JOB-TOKEN",
        "It needs the scope read_api and the role Reporter, which the job's own token does not have: a project access token, in the "
        + "masked variable PIPELINES_TOKEN.")]
    public async Task EachTokenHasItsHeaderAndARefusalNamesTheScope(string? token, string header, string hint)
    {
        _server.On($"GET {Project}/repository/commits/{Commit}/signature",
            """{"error":"insufficient_scope","error_description":"The request requires higher privileges","scope":"api read_api"}""", 403);

        var failure =
            await Assert.ThrowsAsync<PipelineException>(() =>
                new GitLabPlatform(_server.GitLab(token), "7", null).CommitSignatureAsync(Commit, CancellationToken.None));

        Assert.Equal(
            $"token: GitLab does not allow it to access the signature of commit {Commit} (403: The request requires higher privileges). "
            + $"{hint}", failure.Message);
        Assert.Equal(token ?? "job-token", Assert.Single(_server.Requests).Header(header));
        Assert.Null(_server.Requests[0].Header("Authorization"));
    }

    [Theory]
    [InlineData(PageState.Success, "success")]
    [InlineData(PageState.Failure, "failed")]
    [InlineData(PageState.Error, "failed")]
    [InlineData(PageState.Inactive, "canceled")]
    public async Task ADeploymentIsMadeAndEnded(PageState end, string status)
    {
        _server.On($"POST {Project}/deployments", """{"id":42}""", 201).On($"PUT {Project}/deployments/42", """{"id":42}""");
        var page = new GitLabDeployments(_server.GitLab(), "7", "v1");
        var entry = new PageEntry("d1", "production", PageState.InProgress, "x") { Commit = Commit, Ref = "v1" };

        Assert.Equal("42", await page.OpenAsync(entry, CancellationToken.None));
        await page.CloseAsync("42", entry with { State = end }, CancellationToken.None);

        Json($$"""{"environment":"production","sha":"{{Commit}}","ref":"v1","tag":true,"status":"running"}""", _server.Requests[0].Body);
        Json($$"""{"status":"{{status}}"}""", _server.Requests[1].Body);
    }

    /// <summary>The address that GitLab has, as it tells the environments of that name.</summary>
    [Theory]
    [InlineData(PageState.Success, """[{"id":9,"name":"production","external_url":null}]""", true)]
    [InlineData(PageState.Success, """[{"id":9,"name":"production","external_url":"https://old.test"}]""", true)]
    [InlineData(PageState.Success, """[{"id":9,"name":"production","external_url":"https://a.test/x"}]""", false)]
    [InlineData(PageState.Success, """[{"id":8,"name":"production/eu","external_url":null}]""", false)]
    [InlineData(PageState.Success, "[]", false)]
    [InlineData(PageState.Failure, """[{"id":9,"name":"production","external_url":null}]""", false)]
    public async Task AnEnvironmentLinksToWhatIsDeployed(PageState end, string environments, bool changes)
    {
        _server.On($"PUT {Project}/deployments/42", "{}").On($"GET {Project}/environments?name=production", environments)
            .On($"PUT {Project}/environments/9", "{}");

        await new GitLabDeployments(_server.GitLab(), "7", "v1")
            .CloseAsync("42", new PageEntry("d1", "production", end, "x") { EnvironmentUrl = "https://a.test/x" }, CancellationToken.None);

        Assert.Equal(end == PageState.Success, _server.Asked.Contains($"GET {Project}/environments?name=production"));
        Assert.Equal(changes, _server.Asked.Contains($"PUT {Project}/environments/9"));
        if (changes)
        {
            Json("""{"external_url":"https://a.test/x"}""", _server.Requests[^1].Body);
        }
    }

    [Theory]
    [InlineData("{}", 200)]
    [InlineData("[null]", 200)]
    [InlineData("""[{"id":"x","name":1}]""", 200)]
    [InlineData("""{"message":"no"}""", 403)]
    public async Task AnEnvironmentThatCannotBeReadIsToldAfterTheDeploymentHasEnded(string body, int status)
    {
        _server.On($"PUT {Project}/deployments/42", "{}").On($"GET {Project}/environments?name=production", body, status);

        await Assert.ThrowsAsync<PipelineException>(() => new GitLabDeployments(_server.GitLab(), "7", "v1").CloseAsync(
            "42", new PageEntry("d1", "production", PageState.Success, "x") { EnvironmentUrl = "https://a.test/x" },
            CancellationToken.None));

        Assert.Equal($"PUT {Project}/deployments/42", _server.Asked[0]);
    }

    [Theory]
    [InlineData("production", "start", true)]
    [InlineData("production", null, true)]
    [InlineData("production", "access", false)]
    [InlineData(null, null, false)]
    public void AJobWhoseEnvironmentBeginsADeploymentHasOne(string? environment, string? action, bool shown) =>
        Assert.Equal(shown,
            GitLabDeployments.AreShown(name =>
            name == "CI_ENVIRONMENT_NAME" ? environment : name == "CI_ENVIRONMENT_ACTION" ? action : null));

    [Fact]
    public void WithoutAnyTokenNobodyCanBeAsked() => Assert.Equal(
        "token: is missing, and GitLab cannot be queried without it. Set the masked variable PIPELINES_TOKEN in Settings > CI/CD.",
        Assert.Throws<PipelineException>(() =>
            GitLabTarget.Of(name => name == "CI_API_V4_URL" ? "https://g/api/v4" : null, token: null)).Message);

    /// <summary>Merge request 12, whose head the commit is.</summary>
    private void Request(string approvals, string versions) => _server
        .On($"GET {Project}/repository/commits/{Commit}/merge_requests?per_page=100",
            $$"""[{"iid":12,"state":"opened","sha":"{{Commit}}","author":{"username":"ann"},"web_url":"https://g/12"}]""")
        .On($"GET {Project}/merge_requests/12/approvals", approvals)
        .On($"GET {Project}/merge_requests/12/versions?per_page=100", versions)
        .On($"GET {Project}/merge_requests/12/reviewers", "[]")
        .On($"GET {Project}/merge_requests/12/notes?sort=desc&order_by=created_at&per_page=100", """
            [{"id":1,"system":true,"body":"approved this merge request","author":{"username":"bob"},"created_at":"2026-01-05T10:00:00Z"},
             {"id":2,"system":true,"body":"approved this merge request","author":{"username":"carl"},"created_at":"2026-01-05T08:00:00Z"},
             {"id":3,"system":false,"body":"approved this merge request","author":{"username":"dora"},"created_at":"2026-01-05T10:00:00Z"}]
            """);

    private GitLabPlatform Platform(string? pipeline = null) => new(_server.GitLab(), "7", pipeline);

    private static string Text(string? text) => text is null ? "null" : $"\"{text}\"";

    private static void Json(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
