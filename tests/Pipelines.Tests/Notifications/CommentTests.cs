using System.Text.Json.Nodes;
using Pipelines.Adapters.Forges;
using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Notifications;

/// <summary>One comment on the request of a commit, edited in place.</summary>
public sealed class CommentTests : IAsyncDisposable
{
    private const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Mark = "<!-- pipelines:backend:production -->";
    private readonly ApiServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("[]", "POST /repos/acme/app/issues/12/comments")]
    [InlineData(
        """[{"id":1,"body":null},{"id":2,"body":"<!-- pipelines:backend:staging -->\nx"},{"id":3,"body":"see <!-- pipelines:backend:production -->"}]""", "POST /repos/acme/app/issues/12/comments")]
    [InlineData("""[{"id":1,"body":"hello"},{"id":4,"body":"<!-- pipelines:backend:production -->\nstarted"}]""",
        "PATCH /repos/acme/app/issues/comments/4")]
    public async Task OnGitHubTheFirstIsWrittenAndLaterOnesTakeItsPlace(string comments, string act)
    {
        _server.On($"GET /repos/acme/app/commits/{Commit}/pulls?per_page=100",
            $$"""[{"number":12,"merged_at":"2026-01-01T00:00:00Z","merge_commit_sha":"{{Commit}}","head":{"sha":"b"},"user":null,"html_url":"https://g/12"}]""")
            .On("GET /repos/acme/app/issues/12/comments?per_page=100", comments)
                .On(act, "{}", act.StartsWith("POST", StringComparison.Ordinal) ? 201 : 200);

        Assert.Null(await new CommentNotifier(() => new GitHubRequests(_server.GitHub(), "acme/app"))
            .SendAsync(Told, CancellationToken.None));

        Assert.Equal(act, _server.Asked[^1]);
        Assert.Equal(
            $"{Mark}\n❌ **backend → production: failed**\nrelease R1 · by ann · 2 min · [run](<https://ci.example.test/1>)\n\n> 500 "
                + $"&lt;script&gt; @\u200beveryone\n",
            JsonNode.Parse(_server.Requests[^1].Body)!["body"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("[]", "POST /api/v4/projects/7/merge_requests/12/notes")]
    [InlineData("""[{"id":4,"body":"<!-- pipelines:backend:production -->\nstarted"}]""",
        "PUT /api/v4/projects/7/merge_requests/12/notes/4")]
    public async Task OnGitLabLikewise(string notes, string act)
    {
        _server.On($"GET /api/v4/projects/7/repository/commits/{Commit}/merge_requests?per_page=100",
            $$"""[{"iid":12,"state":"opened","sha":"{{Commit}}","author":null}]""")
            .On("GET /api/v4/projects/7/merge_requests/12/notes?sort=asc&order_by=created_at&per_page=100", notes).On(act, "{}");

        Assert.Null(await new CommentNotifier(() => new GitLabRequests(_server.GitLab(), "7")).SendAsync(Told, CancellationToken.None));

        Assert.Equal(act, _server.Asked[^1]);
        Assert.StartsWith(Mark, JsonNode.Parse(_server.Requests[^1].Body)!["body"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACommitOfNoRequestIsNoFault()
    {
        _server.On($"GET /repos/acme/app/commits/{Commit}/pulls?per_page=100", "[]");
        Assert.Null(await new CommentNotifier(() => new GitHubRequests(_server.GitHub(), "acme/app"))
            .SendAsync(Told, CancellationToken.None));
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task AMissingPermissionIsTold()
    {
        _server.On($"GET /repos/acme/app/commits/{Commit}/pulls?per_page=100", """{"message":"no"}""", 403);
        var fault = await new CommentNotifier(() => new GitHubRequests(_server.GitHub(), "acme/app"))
            .SendAsync(Told, CancellationToken.None);
        Assert.Contains("`permissions: { pull-requests: read }`", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutACommitThereIsNoPlace() => Assert.Equal(
        "the commit is unknown, so the pull or merge request is, too.",
        await new CommentNotifier(() => throw new InvalidOperationException())
            .SendAsync(Told with { Origin = new Origin() }, CancellationToken.None));

    private static Notification Told =>
        new(NotificationEvent.Failed, "backend", "production", DeploymentType.Manual, NotificationSamples.At)
    {
        Origin = new Origin { Commit = Commit, Actor = "ann", RunUrl = "https://ci.example.test/1" },
        Release = "R1",
        Duration = TimeSpan.FromMinutes(2),
        Explanation = "500 <script> @everyone",
    };
}
