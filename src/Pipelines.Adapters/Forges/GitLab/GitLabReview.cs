using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitLab.GitLabModel;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>
/// The reviewers' verdicts on the final state of a merge request. GitLab keeps an approval when something is pushed after it, unless the
/// project says otherwise: anything older than the final state does not count.
/// </summary>
/// <param name="requests">Merge requests.</param>
/// <param name="request">The merge request.</param>
internal sealed class GitLabReview(GitLabRequests requests, MergeRequest request)
{
    public async Task<ChangeReview> ReadAsync(Uri? page, CancellationToken cancellation)
    {
        var (asked, objectors, since) =
            (requests.ApprovalsAsync(request, cancellation), requests.ObjectorsAsync(request, cancellation),
                requests.LastStateSinceAsync(request, cancellation));
        await Task.WhenAll(asked, objectors, since);
        var approvals = await asked;
        var times = approvals.ApprovedBy.All(approval => approval?.ApprovedAt is not null)
            ? null : await requests.ApprovalTimesAsync(request, cancellation);
        var judged = approvals.ApprovedBy.Where(approval => approval is not null)
            .Select(approval => (approval.User.Username, Doubt: Doubt(approval, times, since.Result))).ToList();
        return new ChangeReview(
            $"merge request !{request.Iid}", request.Author?.Username ?? "",
            [.. judged.Where(each => each.Doubt is null).Select(each => each.Username)], await objectors, page)
        {
            Uncounted = [.. judged.Where(each => each.Doubt is not null).Select(each => new UncountedApproval(each.Username, each.Doubt!))],
            Missing = approvals.Approved == false
                ? "the project's approval rules on GitLab are not met: a code owner, or more people, must approve" : null,
        };
    }

    private static string? Doubt(Approval approval, IReadOnlyDictionary<string, DateTimeOffset>? times, DateTimeOffset? since) =>
        since is null ? "GitLab does not report since when the final state exists"
        : (approval.ApprovedAt ?? (times?.TryGetValue(approval.User.Username, out var at) == true ? at : null)) is not { } approved
        ? "GitLab does not report when"
        : approved < since ? "approved an earlier state"
        : null;
}
