using System.Globalization;
using System.Text.Json;
using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Reporting;
using static Pipelines.Adapters.Forges.GitHub.GitHubModel;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>Pull requests on GitHub.</summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
internal sealed class GitHubRequests(RestClient rest, string repository) : IRequestThread
{
    private const string Reader = "pull-requests: read";
    private const string DecisionQuery =
        "query($owner:String!,$name:String!,$number:Int!)"
        + "{repository(owner:$owner,name:$name){pullRequest(number:$number){reviewDecision}}}";
    private const string Writer = "pull-requests: write";

    private string Repository { get; } = $"repos/{GitHubPlatform.Segments(repository)}";

    /// <summary>
    /// The one whose merge or head commit this is; null if there is none. For an open one, GitHub's merge commit is only a test merge.
    /// </summary>
    public async Task<PullRequest?> FindAsync(string commit, CancellationToken cancellation)
    {
        var pulls = await rest.ListAsync(
            new RestCall($"{Repository}/commits/{Uri.EscapeDataString(commit)}/pulls?per_page=100", $"pull requests of commit {commit}",
                Reader), GitHubJson.Default.ListPullRequest, page => page, cancellation);
        return pulls.FirstOrDefault(pull => pull.MergedAt is not null && pull.MergeCommitSha == commit)
            ?? pulls.FirstOrDefault(pull => pull.Head.Sha == commit);
    }

    /// <summary>In chronological order.</summary>
    public Task<IReadOnlyList<Review>> ReviewsAsync(PullRequest pull, CancellationToken cancellation) => rest.ListAsync(
        new RestCall(Text($"{Repository}/pulls/{pull.Number}/reviews?per_page=100"), Text($"reviews of pull request #{pull.Number}"),
            Reader), GitHubJson.Default.ListReview, page => page, cancellation);

    /// <summary>
    /// What the branch's rules still require of reviewers, including code owners; null if they are satisfied, or there are none.
    /// </summary>
    public async Task<string?> MissingAsync(PullRequest pull, CancellationToken cancellation)
    {
        var what = Text($"the review decision of pull request #{pull.Number}");
        var names = repository.Split('/', 2);
        var call = new RestCall(rest.IsAtRoot ? "graphql" : "../graphql", what, Reader)
        {
            Method = HttpMethod.Post,
            Body = JsonSerializer.SerializeToUtf8Bytes(
                new Question(DecisionQuery, new QuestionVariables(names[0], names[^1], pull.Number)), GitHubJson.Default.Question),
            IsRepeatable = true,
        };
        var answer = await rest.AskAsync(call, GitHubJson.Default.DecisionAnswer, cancellation);
        return answer.Data?.Repository?.PullRequest switch
        {
            null => throw new PipelineException(
                $"GitHub does not return {what}: {Excerpt.Of(answer.Errors is [{ Message: { } said }, ..] ? said : "it gives no reason")}",
                $"It needs the permission \"{Reader}\"."),
            { ReviewDecision: null or "APPROVED" } => null,
            { ReviewDecision: "REVIEW_REQUIRED" } =>
                "the branch's rules on GitHub require another approval: from a code owner, or from more people",
            { ReviewDecision: "CHANGES_REQUESTED" } => "GitHub counts a review that requests changes",
            var other => $"GitHub reports the reviews as \"{Excerpt.Of(other.ReviewDecision)}\"",
        };
    }

    public async Task PutAsync(string commit, string mark, string body, CancellationToken cancellation)
    {
        if (await FindAsync(commit, cancellation) is not { } pull)
        {
            return;
        }

        var (thread, what) = (Text($"{Repository}/issues/{pull.Number}/comments"), Text($"comments of pull request #{pull.Number}"));
        var mine =
            (await rest.ListAsync(new RestCall($"{thread}?per_page=100", what, Reader), GitHubJson.Default.ListComment, page =>
                page, cancellation))
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
