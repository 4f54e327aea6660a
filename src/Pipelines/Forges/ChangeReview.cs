namespace Pipelines.Forges;

/// <summary>The pull or merge request that introduced a commit, and its reviewers' verdicts on its final state.</summary>
/// <param name="Name">For example <c>pull request #12</c> or <c>merge request !12</c>.</param>
/// <param name="Author">Login of its author.</param>
/// <param name="Approvers">Logins whose latest verdict on the final state is approval; may include the author.</param>
/// <param name="Objectors">Logins whose latest verdict is a request for changes.</param>
/// <param name="Link">Its URL; null for none.</param>
public sealed record ChangeReview(string Name, string Author, IReadOnlyList<string> Approvers, IReadOnlyList<string> Objectors,
    Uri? Link = null)
{
    /// <summary>Approvals that the platform itself would not count, or for which it does not report the state they refer to.</summary>
    public IReadOnlyList<UncountedApproval> Uncounted { get; init; } = [];

    /// <summary>
    /// What the platform's own rules still require, such as the approval of a code owner; null if they are satisfied, or there are none.
    /// </summary>
    public string? Missing { get; init; }
}
