namespace Pipelines.Forges;

/// <summary>The pull request or merge request by which a commit came, and what its reviewers said of its last state.</summary>
/// <param name="Name">Such as <c>pull request #12</c> or <c>merge request !12</c>.</param>
/// <param name="Author">Login of its author.</param>
/// <param name="Approvers">Logins whose last word is yes, about the last state; the author may be among them.</param>
/// <param name="Objectors">Logins whose last word is no.</param>
/// <param name="Link">Its page; null for none.</param>
public sealed record ChangeReview(string Name, string Author, IReadOnlyList<string> Approvers, IReadOnlyList<string> Objectors, Uri? Link = null)
{
    /// <summary>Approvals that the platform itself would not count, or of which it does not tell what they are about.</summary>
    public IReadOnlyList<UncountedApproval> Uncounted { get; init; } = [];

    /// <summary>What the platform's own rules still ask for, such as the approval of a code owner; null when they are content, or there are none.</summary>
    public string? Missing { get; init; }
}
