namespace Pipelines.Forges;

/// <summary>A check of one very commit, as the platform tells it.</summary>
/// <param name="Name">Name of the check, status, job or pipeline.</param>
/// <param name="State">How it stands.</param>
/// <param name="Said">The platform's own word, such as <c>failure</c> or <c>skipped</c>.</param>
/// <param name="Link">Its page; null for none.</param>
public sealed record CommitCheck(string Name, CheckState State, string Said, Uri? Link = null);
