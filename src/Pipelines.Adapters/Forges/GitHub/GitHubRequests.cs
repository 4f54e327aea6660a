using System.Globalization;
using System.Text.Json;
using Pipelines.Adapters.Http;
using static Pipelines.Adapters.Forges.GitHub.GitHubModel;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>Pull requests on GitHub.</summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
internal sealed class GitHubRequests(RestClient rest, string repository) : IRequestThread
{
    private const string Reader = "pull-requests: read";
    private const string Writer = "pull-requests: write";

    private string Repository { get; } = $"repos/{GitHubPlatform.Segments(repository)}";

    /// <summary>The one whose merge or head the commit is; null when there is none. What GitHub calls the merge of an open one is only a trial.</summary>
    public async Task<PullRequest?> FindAsync(string commit, CancellationToken cancellation)
    {
        var pulls = await rest.ListAsync(
            new RestCall($"{Repository}/commits/{Uri.EscapeDataString(commit)}/pulls?per_page=100", $"pull requests of commit {commit}", Reader), GitHubJson.Default.ListPullRequest, page => page, cancellation);
        return pulls.FirstOrDefault(pull => pull.MergedAt is not null && pull.MergeCommitSha == commit) ?? pulls.FirstOrDefault(pull => pull.Head.Sha == commit);
    }

    /// <summary>In the order in which they were given.</summary>
    public Task<IReadOnlyList<Review>> ReviewsAsync(PullRequest pull, CancellationToken cancellation) => rest.ListAsync(
        new RestCall(Text($"{Repository}/pulls/{pull.Number}/reviews?per_page=100"), Text($"reviews of pull request #{pull.Number}"), Reader), GitHubJson.Default.ListReview, page => page, cancellation);

    public async Task PutAsync(string commit, string mark, string body, CancellationToken cancellation)
    {
        if (await FindAsync(commit, cancellation) is not { } pull)
        {
            return;
        }

        var (thread, what) = (Text($"{Repository}/issues/{pull.Number}/comments"), Text($"comments of pull request #{pull.Number}"));
        var mine = (await rest.ListAsync(new RestCall($"{thread}?per_page=100", what, Reader), GitHubJson.Default.ListComment, page => page, cancellation))
            .FirstOrDefault(comment => comment.Body?.StartsWith(mark, StringComparison.Ordinal) == true);
        await rest.DoAsync(
            new RestCall(mine is null ? thread : Text($"{Repository}/issues/comments/{mine.Id}"), what, Writer)
            {
                Method = mine is null ? HttpMethod.Post : HttpMethod.Patch,
                Body = JsonSerializer.SerializeToUtf8Bytes(new NewComment(body), GitHubJson.Default.NewComment),
            }, cancellation);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
