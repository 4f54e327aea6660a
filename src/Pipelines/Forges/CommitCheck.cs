namespace Pipelines.Forges;

/// <summary>A check of exactly one commit, as reported by the platform.</summary>
/// <param name="Name">Name of the check, status, job or pipeline.</param>
/// <param name="State">Its state.</param>
/// <param name="Said">The platform's own word, such as <c>failure</c> or <c>skipped</c>.</param>
/// <param name="Link">Its URL; null for none.</param>
public sealed record CommitCheck(string Name, CheckState State, string Said, Uri? Link = null);
