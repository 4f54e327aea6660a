using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Forges;
using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Gates.Requirements;
using Pipelines.Reporting;

namespace Pipelines.Tests.Fuzz;

/// <summary>All that is asked of the platforms, of a server that answers everything with one text.</summary>
internal static class PlatformTargets
{
    private const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public static FuzzTarget GitHub { get; } = new(
        [
            Said($$"""{"check_runs":[{"name":"ci","status":"completed","conclusion":"success","head_sha":"{{Commit}}"}],"statuses":[{"context":"x","state":"success"}],"sha":"{{Commit}}","workflow_runs":[]}"""),
            Said($$"""[{"number":1,"merged_at":null,"merge_commit_sha":"{{Commit}}","head":{"sha":"{{Commit}}"},"user":{"login":"ann"},"html_url":"https://g/1","state":"APPROVED","commit_id":"{{Commit}}","name":"main","commit":{"sha":"{{Commit}}"},"id":7}]"""),
            Said($$"""{"ref":"refs/heads/main","object":{"type":"commit","sha":"{{Commit}}"},"sha":"{{Commit}}","verification":{"verified":true,"reason":"valid"},"html_url":"https://g","type":"file","encoding":"base64","content":"YQ==","permission":"write","state":"active"}"""),
        ], bytes => AskAsync(bytes, rest =>
        {
            var (platform, roles, files) =
                (new GitHubPlatform(rest, "acme/app", "7"), new GitHubRoles(rest, "acme/app"), new GitHubFiles(rest, "acme/app"));
            return [.. Questions(platform, roles), () => files.FindAsync("a", Commit, CancellationToken.None), () =>
                files.BranchAsync("main", CancellationToken.None), () =>
                    Task.FromResult(new RefFiles(files, "main", CancellationToken.None).Read("a", 100))];
        }, GitHubTarget.Of(_ => null, new Secret("t0ken-of-a-test"))));

    public static FuzzTarget GitLab { get; } = new(
        [
            Said($$"""[{"id":1,"iid":12,"state":"opened","sha":"{{Commit}}","author":{"username":"ann"},"name":"main","status":"success","type":"branch","user":{"username":"bob"},"head_commit_sha":"{{Commit}}","created_at":"2026-01-05T09:00:00Z","body":"approved this merge request","system":true,"username":"bob","access_level":30,"freeze_start":"0 1 * * *","freeze_end":"0 2 * * *","cron_timezone":"UTC"}]"""),
            Said($$"""{"approved":true,"approved_by":[{"user":{"username":"bob"},"approved_at":"2026-01-05T10:00:00Z"}],"verification_status":"verified","name":"main","protected":true,"commit":{"id":"{{Commit}}"},"encoding":"base64","content":"YQ=="}"""),
        ], bytes => AskAsync(bytes, rest =>
        {
            var (platform, roles, files) = (new GitLabPlatform(rest, "7", "9"), new GitLabRoles(rest, "7"), new GitLabFiles(rest, "7"));
            return [.. Questions(platform, roles), () => files.FindAsync("a", Commit, CancellationToken.None), () =>
                files.TagAsync("v1", CancellationToken.None), () => new GitLabFreezes(rest, "7").ListAsync(CancellationToken.None)];
        }, GitLabTarget.Of(name => name == "CI_API_V4_URL" ? "https://g.test/api/v4" : null, new Secret("t0ken-of-a-test"))));

    private static byte[] Said(string body) => FuzzTargets.Text($"200 Link: <https://api.github.com/x?page=2>; rel=\"prev\"\n{body}");

    private static IReadOnlyList<Func<Task>> Questions(IPlatform platform, IRoles roles) =>
    [
        () => platform.ChecksAsync(Commit, CancellationToken.None), () => platform.ReviewAsync(Commit, CancellationToken.None), () =>
            platform.BranchesAsync(Commit, new BranchFilter(["main", "m*"]), CancellationToken.None),
        () => platform.CommitSignatureAsync(Commit, CancellationToken.None), () => platform.TagSignatureAsync("v1", CancellationToken.None),
        () => roles.RoleAsync("bob", CancellationToken.None), () => roles.MayMergeAsync("bob", CancellationToken.None), () =>
            roles.IsInTeamAsync("bob", "sre", CancellationToken.None),
    ];

    /// <summary>Each question by itself: the refusal of one must not hide another's defect.</summary>
    private static async Task AskAsync(byte[] said, Func<RestClient, IReadOnlyList<Func<Task>>> questions, RestTarget target)
    {
        using var client = new HttpClient(new SaidByServer(said));
        foreach (var ask in questions(new RestClient(client, target, TimeProvider.System)))
        {
            try
            {
                await ask();
            }
            catch (Exception e) when (e is PipelineException or IOException)
            {
                // refused, as its callers expect
            }
        }
    }
}
