namespace Pipelines.Forges;

/// <summary>The pull request or merge request by which a commit came, and what its reviewers said of its last state.</summary>
/// <param name="Name">Such as <c>pull request #12</c> or <c>merge request !12</c>.</param>
/// <param name="Author">Login of its author.</param>
/// <param name="Approvers">Logins whose last word is yes; the author may be among them.</param>
/// <param name="Objectors">Logins whose last word is no.</param>
/// <param name="Link">Its page; null for none.</param>
public sealed record ChangeReview(string Name, string Author, IReadOnlyList<string> Approvers, IReadOnlyList<string> Objectors, Uri? Link = null);
