using System.Globalization;
using System.Text.Json;
using Pipelines.Adapters.Http;
using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitLab.GitLabModel;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>Merge requests on GitLab.</summary>
/// <param name="rest">The API.</param>
/// <param name="project">Id of the project.</param>
internal sealed class GitLabRequests(RestClient rest, string project) : IRequestThread
{
    private const string Reader = "the scope read_api and the role Reporter";
    private const string ApprovedNote = "approved this merge request";
    private const string Writer = "the scope api and the role Reporter";

    private string Project { get; } = $"projects/{Uri.EscapeDataString(project)}";

    /// <summary>The one whose merge or head commit this is; null if there is none.</summary>
    public async Task<MergeRequest?> FindAsync(string commit, CancellationToken cancellation)
    {
        var requests = await rest.ListAsync(
            new RestCall($"{Project}/repository/commits/{Uri.EscapeDataString(commit)}/merge_requests?per_page=100",
                $"merge requests of commit {commit}", Reader),
            GitLabJson.Default.ListMergeRequest, page => page, cancellation);
        return requests.FirstOrDefault(request =>
            request.State == "merged" && (request.MergeCommitSha == commit || request.SquashCommitSha == commit))
            ?? requests.FirstOrDefault(request => request.Sha == commit);
    }

    /// <summary>Who approved it, and whether the project's approval rules are satisfied.</summary>
    public Task<Approvals> ApprovalsAsync(MergeRequest request, CancellationToken cancellation) =>
        rest.AskAsync(Of(request, "approvals", "approvals"), GitLabJson.Default.Approvals, cancellation);

    /// <summary>Since when its head is the current one; null if GitLab does not report it.</summary>
    public async Task<DateTimeOffset?> LastStateSinceAsync(MergeRequest request, CancellationToken cancellation) =>
        (await rest.ListAsync(Of(request, "versions?per_page=100", "versions"), GitLabJson.Default.ListRequestVersion, page =>
            page, cancellation))
            .Where(version => version.HeadCommitSha is { } head && head == request.Sha).Max(version => version.CreatedAt);

    /// <summary>
    /// When people approved it, from the notes that GitLab adds: older servers do not report it anywhere else. The latest of each person.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ApprovalTimesAsync(MergeRequest request,
        CancellationToken cancellation) =>
        (await rest.ListAsync(Of(request, "notes?sort=desc&order_by=created_at&per_page=100", "notes"), GitLabJson.Default.ListNote,
            page => page, cancellation))
            .Where(note => note is { System: true, Author: not null, CreatedAt: not null, Body: ApprovedNote })
            .GroupBy(note => note.Author!.Username, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(notes => notes.Key, notes => notes.Max(note => note.CreatedAt!.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>Logins of reviewers who requested changes.</summary>
    public async Task<IReadOnlyList<string>> ObjectorsAsync(MergeRequest request, CancellationToken cancellation) =>
        [.. (await rest.ListAsync(Of(request, "reviewers", "reviewers"), GitLabJson.Default.ListReviewer, page => page, cancellation))
            .Where(reviewer => reviewer.State == "requested_changes").Select(reviewer => reviewer.User.Username)];

    public async Task PutAsync(string commit, string mark, string body, CancellationToken cancellation)
    {
        if (await FindAsync(commit, cancellation) is not { } request)
        {
            return;
        }

        var mine =
            (await rest.ListAsync(Of(request, "notes?sort=asc&order_by=created_at&per_page=100", "notes"), GitLabJson.Default.ListNote,
                page => page, cancellation))
            .FirstOrDefault(note => note.Body.StartsWith(mark, StringComparison.Ordinal));
        var call = Of(request, mine is null ? "notes" : string.Create(CultureInfo.InvariantCulture, $"notes/{mine.Id}"), "notes") with
        {
            Need = Writer,
            Method = mine is null ? HttpMethod.Post : HttpMethod.Put,
            Body = JsonSerializer.SerializeToUtf8Bytes(new NewNote(body), GitLabJson.Default.NewNote),
        };
        await rest.DoAsync(call, cancellation);
    }

    private RestCall Of(MergeRequest request, string path, string what) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Project}/merge_requests/{request.Iid}/{path}"),
        string.Create(CultureInfo.InvariantCulture, $"{what} of merge request !{request.Iid}"), Reader);
}
