using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Forges;

public sealed class GitHubPlatformTests : IAsyncDisposable
{
    private const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Other = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private readonly ApiServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ChecksStatusesAndWorkflowsOfTheVeryCommitAreOneList()
    {
        Checks("""
            {"total_count":3,"check_runs":[{"name":"build","status":"completed","conclusion":"success","html_url":"https://g/1","head_sha":"COMMIT"},
            {"name":"test","status":"completed","conclusion":"timed_out","html_url":null,"head_sha":"COMMIT"},{"name":"lint","status":"queued","conclusion":null,"head_sha":"COMMIT"},
            {"name":"old","status":"completed","conclusion":"success","head_sha":"OTHER"},{"name":"unknown","status":"completed","conclusion":"success"}]}
            """.Replace("COMMIT", Commit, StringComparison.Ordinal).Replace("OTHER", Other, StringComparison.Ordinal));
        Statuses(
            $$"""{"state":"failure","sha":"{{Commit}}","statuses":[{"context":"ci/x","state":"success","target_url":null},{"context":"ci/y","state":"pending"},{"context":"ci/z","state":"error"}] }""");
        Workflows(Run(3, 7, "CI", "push", "failure"), Run(4, 7, "CI", "push", "success"), Run(5, 7, "CI", "schedule", "skipped"),
            Run(6, 8, "Deploy", "push", "null"), Run(9, 9, "Old", "push", "success", Other));

        Assert.Equal(
            [
                "build Succeeded success", "test Failed timed_out", "lint Pending queued",
                "ci/x Succeeded success", "ci/y Pending pending", "ci/z Failed error",
                // the newer run of a workflow stands for the older, not for one of another event
                "CI Succeeded success", "CI Failed skipped",
            ],
            (await Platform(run: "6").ChecksAsync(Commit, CancellationToken.None))
                .Select(check => $"{check.Name} {check.State} {check.Said}"));
    }

    [Theory] // of another state, or of one that is not told
    [InlineData("\"sha\":\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\",")]
    [InlineData("\"sha\":null,")]
    [InlineData("")]
    public async Task StatusesOfAnotherStateAreNoEvidence(string sha)
    {
        Checks("""{"check_runs":[]}""");
        Statuses($$"""{ {{sha}}"statuses":[{"context":"ci","state":"success"}]}""");
        Workflows(Run(3, 7, "CI", "push", "success", Other));

        Assert.Empty(await Platform().ChecksAsync(Commit, CancellationToken.None));
    }

    [Theory]
    [InlineData("check-runs?filter=latest&per_page=100", "checks: read")]
    [InlineData("status?per_page=100", "statuses: read")]
    public async Task AMissingPermissionIsNamed(string path, string permission)
    {
        Checks("""{"check_runs":[]}""");
        Statuses("""{"statuses":[]}""");
        Workflows();
        _server.On($"GET /repos/acme/app/commits/{Commit}/{path}", """{"message":"Resource not accessible by integration"}""", 403);

        var failure = await Assert.ThrowsAsync<PipelineException>(() => Platform().ChecksAsync(Commit, CancellationToken.None));

        Assert.Contains("(403: Resource not accessible by integration)", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"`permissions: {{ {permission} }}`", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
    }

    /// <summary>Each review is LOGIN:STATE:COMMIT, the head is b; a login in capitals is of a bot.</summary>
    [Theory]
    [InlineData("bob:APPROVED:b", "bob", "", "")]
    [InlineData("bob:APPROVED:b bob:COMMENTED:b", "bob", "", "")]
    [InlineData("bob:APPROVED:b bob:DISMISSED:b", "", "", "")]
    [InlineData("bob:CHANGES_REQUESTED:b bob:APPROVED:b", "bob", "", "")]
    [InlineData("bob:APPROVED:b bob:CHANGES_REQUESTED:b", "", "bob", "")]
    [InlineData("bob:APPROVED:old carl:APPROVED:b", "carl", "", "bob (approved an earlier state)")] // before the last push
    [InlineData("bob:APPROVED:b bob:APPROVED:old", "", "", "bob (approved an earlier state)")]
    [InlineData("bob:APPROVED:null", "", "", "bob (GitHub does not report for which state)")]
    [InlineData("BOB:APPROVED:b", "", "", "BOB (a bot)")]
    [InlineData("bob:CHANGES_REQUESTED:old", "", "bob", "")]
    [InlineData("bob:PENDING:b", "", "", "")]
    [InlineData("", "", "", "")]
    public async Task TheLastWordOfEachReviewerOnTheHeadCounts(string reviews, string approvers, string objectors, string uncounted)
    {
        Pulls(Pull(12, "2026-01-01T00:00:00Z", merge: Commit, head: Other));
        Decision("null");
        var said = reviews.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(review => review.Split(':'))
            .Select(review =>
                $$"""{"user":{"login":"{{review[0]}}","type":"{{(review[0] == "BOB" ? "Bot" : "User")}}"},"state":"{{review[1]}}","commit_id":{{review[2] switch { "b" => Text(Other), "null" => "null", _ => Text(Commit) }}} }""");
        _server.On("GET /repos/acme/app/pulls/12/reviews?per_page=100",
            $"[{string.Join(',', said.Append("""{"user":null,"state":"APPROVED","commit_id":null}"""))}]");

        var review = await Platform().ReviewAsync(Commit, CancellationToken.None);

        Assert.Equal(("pull request #12", "ann", approvers, objectors),
            (review!.Name, review.Author, string.Join(' ', review.Approvers), string.Join(' ', review.Objectors)));
        Assert.Equal(uncounted, string.Join(' ', review.Uncounted));
    }

    [Theory] // what GitHub itself says of the reviews, its branch's code owners included
    [InlineData("null", null)]
    [InlineData("\"APPROVED\"", null)]
    [InlineData("\"REVIEW_REQUIRED\"", "the branch's rules on GitHub require another approval: from a code owner, or from more people")]
    [InlineData("\"CHANGES_REQUESTED\"", "GitHub counts a review that requests changes")]
    [InlineData("\"SOME_DAY\"", "GitHub reports the reviews as \"SOME_DAY\"")]
    public async Task TheRulesOfTheBranchAreAsked(string decision, string? missing)
    {
        Pulls(Pull(12, null, null, head: Commit));
        _server.On("GET /repos/acme/app/pulls/12/reviews?per_page=100", "[]");
        Decision(decision);

        Assert.Equal(missing, (await Platform().ReviewAsync(Commit, CancellationToken.None))!.Missing);

        var asked =
            System.Text.Json.Nodes.JsonNode.Parse(
                _server.Requests.Single(request => request.Head.StartsWith("POST", StringComparison.Ordinal)).Body)!;
        Assert.Equal("""{"owner":"acme","name":"app","number":12}""", asked["variables"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"data":{"repository":null},"errors":[{"message":"Resource not accessible by integration"}]}""", 200,
        "Resource not accessible by integration")]
    [InlineData("""{"data":null}""", 200, "it gives no reason")]
    [InlineData("{}", 200, "it gives no reason")]
    [InlineData("<html>", 200, "in an unexpected form")]
    [InlineData("{}", 403, "(403)")]
    public async Task ADecisionThatIsNotToldIsNotTaken(string body, int status, string said)
    {
        Pulls(Pull(12, null, null, head: Commit));
        _server.On("GET /repos/acme/app/pulls/12/reviews?per_page=100", "[]").On("POST /graphql", body, status);

        Assert.Contains(said,
            (await Assert.ThrowsAsync<PipelineException>(() => Platform().ReviewAsync(Commit, CancellationToken.None))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("admin", true)]
    [InlineData("write", true)]
    [InlineData("read", false)]
    [InlineData("none", false)]
    [InlineData("some_day", false)]
    public async Task WhoMayWriteMayMerge(string permission, bool may)
    {
        _server.On("GET /repos/acme/app/collaborators/bob/permission", $$"""{"permission":"{{permission}}","role_name":"our-own-role"}""");
        var roles = new GitHubRoles(_server.GitHub(), "acme/app");

        Assert.Equal(may, await roles.MayMergeAsync("bob", CancellationToken.None));
        Assert.False(await roles.MayMergeAsync("stranger", CancellationToken.None));
    }

    [Theory]
    [InlineData(null, Commit, Other, null)] // the trial merge of an open request
    [InlineData(null, null, Commit, "pull request #12")] // its head
    [InlineData("2026-01-01T00:00:00Z", Other, Other, null)] // the commit is only somewhere in it
    public async Task ACommitBelongsToTheRequestWhoseHeadOrMergeItIs(string? merged, string? merge, string head, string? name)
    {
        Pulls(Pull(12, merged, merge, head));
        _server.On("GET /repos/acme/app/pulls/12/reviews?per_page=100", "[]");
        Decision("null");
        Assert.Equal(name, (await Platform().ReviewAsync(Commit, CancellationToken.None))?.Name);
    }

    /// <summary>How the commit is to the head of main, as GitHub compares them.</summary>
    [Theory]
    [InlineData("behind", true)]
    [InlineData("identical", true)]
    [InlineData("ahead", false)]
    [InlineData("diverged", false)]
    [InlineData("some_day", false)]
    public async Task ACommitIsInABranchThatIsNotBehindIt(string status, bool contained)
    {
        _server.On("GET /repos/acme/app/branches/main", Branch("main", true))
            .On("GET /repos/acme/app/branches/team%2Fx", """{"message":"Branch not found"}""", 404)
            .On("GET /repos/acme/app/branches?per_page=100", $"[{Branch("main", true)},{Branch("release/1", false)},{Branch("dev", true)}]")
            .On($"GET /repos/acme/app/compare/{Other}...{Commit}?per_page=1", $$"""{"status":"{{status}}","commits":[],"files":[]}""");

        var found = await Platform().BranchesAsync(Commit, new BranchFilter(["main", "team/x", "release/*"]), CancellationToken.None);

        Assert.Equal(contained ? [new("main", true), new("release/1", false)] : Array.Empty<CommitBranch>(), found);
    }

    [Fact]
    public async Task BranchesAreListedOnlyForAPatternAndNotTooManyAreCompared()
    {
        _server.On("GET /repos/acme/app/branches?per_page=100",
            $"[{string.Join(',', Enumerable.Range(0, 51).Select(i => Branch($"x{i}", true)))}]");

        Assert.Empty(await Platform().BranchesAsync(Commit, new BranchFilter(["main"]), CancellationToken.None));
        Assert.Equal(["GET /repos/acme/app/branches/main"], _server.Asked);
        var failure =
            await Assert.ThrowsAsync<PipelineException>(() =>
                Platform().BranchesAsync(Commit, new BranchFilter(["x*"]), CancellationToken.None));
        Assert.Equal("requires.branches: 51 branches match x*. Expected at most 50.", failure.Message);
    }

    [Theory]
    [InlineData("{}", 200)]
    [InlineData("""{"name":"main","commit":null}""", 200)]
    [InlineData("""{"name":"main","commit":{"sha":7} }""", 200)]
    [InlineData("[]", 200)]
    [InlineData("x", 200)]
    [InlineData("{}", 403)]
    public async Task ABranchThatCannotBeReadIsNoBranch(string body, int status)
    {
        _server.On("GET /repos/acme/app/branches/main", body, status);
        await Assert.ThrowsAsync<PipelineException>(() =>
            Platform().BranchesAsync(Commit, new BranchFilter(["main"]), CancellationToken.None));
    }

    [Fact]
    public async Task ASignatureIsWhatGitHubSays()
    {
        _server.On($"GET /repos/acme/app/git/commits/{Commit}",
            $$"""{"sha":"{{Commit}}","html_url":"https://g/c","verification":{"verified":false,"reason":"unsigned"} }""");
        Assert.Equal(new Signature(false, "unsigned", Commit, new Uri("https://g/c")),
            await Platform().CommitSignatureAsync(Commit, CancellationToken.None));
    }

    [Theory]
    [InlineData("tag", true, "valid")]
    [InlineData("commit", false, "a lightweight tag")]
    public async Task ATagIsSignedByItself(string kind, bool verified, string said)
    {
        _server.On("GET /repos/acme/app/git/ref/tags%2Frel%2F1",
            $$"""{"ref":"refs/tags/rel/1","object":{"type":"{{kind}}","sha":"{{(kind == "tag" ? Other : Commit)}}"} }""")
            .On($"GET /repos/acme/app/git/tags/{Other}",
                $$"""{"object":{"type":"commit","sha":"{{Commit}}"},"verification":{"verified":true,"reason":"valid"} }""");

        Assert.Equal(new Signature(verified, said, Commit), await Platform().TagSignatureAsync("rel/1", CancellationToken.None));
        Assert.Null(await Platform().TagSignatureAsync("no", CancellationToken.None));
    }

    [Theory]
    [InlineData("refs/tags/v10", "commit")]
    [InlineData("refs/heads/v1", "commit")]
    [InlineData("refs/tags/v1", "tree")]
    public async Task AnotherReferenceThanTheTagIsNotJudged(string reference, string type)
    {
        _server.On("GET /repos/acme/app/git/ref/tags%2Fv1",
            $$"""{"ref":"{{reference}}","object":{"type":"{{type}}","sha":"{{Commit}}"} }""");

        var failure = await Assert.ThrowsAsync<PipelineException>(() => Platform().TagSignatureAsync("v1", CancellationToken.None));
        Assert.Equal($"GitHub returned tag v1 as a {type} of {reference}. Expected a commit of refs/tags/v1.", failure.Message);
    }

    [Fact]
    public async Task RolesAreTheFinerNameAndStrangersHaveNone()
    {
        _server.On("GET /repos/acme/app/collaborators/bob/permission", """{"permission":"write","role_name":"maintain"}""")
            .On("GET /repos/acme/app/collaborators/carl/permission", """{"permission":"read"}""");
        var roles = new GitHubRoles(_server.GitHub(), "acme/app");

        Assert.Equal(["maintain", "read", "none"],
            await Task.WhenAll(new[] { "bob", "carl", "../x" }.Select(login => roles.RoleAsync(login, CancellationToken.None))));
        Assert.Contains("GET /repos/acme/app/collaborators/..%2Fx/permission", _server.Asked);
    }

    [Fact]
    public async Task OnlyActiveMembersAreInATeam()
    {
        _server.On("GET /orgs/acme/teams/sre/memberships/bob", """{"state":"active"}""")
            .On("GET /orgs/acme/teams/sre/memberships/carl", """{"state":"pending"}""");
        var roles = new GitHubRoles(_server.GitHub(), "acme/app");

        Assert.Equal("true, false, false",
            string.Join(", ",
            await Task.WhenAll(new[] { "bob", "carl", "dora" }.Select(login => roles.IsInTeamAsync(login, "sre", CancellationToken.None))))
            .ToLowerInvariant());
    }

    private static string Branch(string name, bool isProtected) =>
        $$"""{"name":"{{name}}","commit":{"sha":"{{Other}}"},"protected":{{(isProtected ? "true" : "false")}} }""";

    private GitHubPlatform Platform(string? run = null) => new(_server.GitHub(), "acme/app", run);

    private void Decision(string decision) =>
        _server.On("POST /graphql", $$$"""{"data":{"repository":{"pullRequest":{"reviewDecision":{{{decision}}} } } } }""");

    private void Checks(string body) => _server.On($"GET /repos/acme/app/commits/{Commit}/check-runs?filter=latest&per_page=100", body);

    private void Statuses(string body) => _server.On($"GET /repos/acme/app/commits/{Commit}/status?per_page=100", body);

    private void Workflows(params string[] runs) =>
        _server.On($"GET /repos/acme/app/actions/runs?head_sha={Commit}&per_page=100",
            $$"""{"workflow_runs":[{{string.Join(',', runs)}}]}""");

    private void Pulls(params string[] pulls) =>
        _server.On($"GET /repos/acme/app/commits/{Commit}/pulls?per_page=100", $"[{string.Join(',', pulls)}]");

    private static string Run(int id, int workflow, string name, string trigger, string conclusion, string commit = Commit)
    {
        var (status, result) = conclusion == "null" ? ("in_progress", "null") : ("completed", $"\"{conclusion}\"");
        return $$"""
            {"id":{{id}},"workflow_id":{{workflow}},"name":"{{name}}","event":"{{trigger}}","status":"{{status}}","conclusion":{{result}},
             "head_sha":"{{commit}}","html_url":"https://g/{{id}}"}
            """;
    }

    private static string Pull(int number, string? merged, string? merge, string head) =>
        $$"""{"number":{{number}},"merged_at":{{Text(merged)}},"merge_commit_sha":{{Text(merge)}},"head":{"sha":"{{head}}"},"user":{"login":"ann"},"html_url":"https://g/{{number}}"}""";

    private static string Text(string? text) => text is null ? "null" : $"\"{text}\"";
}
