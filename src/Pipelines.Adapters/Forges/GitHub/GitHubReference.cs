using static Pipelines.Adapters.Forges.GitHub.GitHubModel;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>What a branch or tag points to.</summary>
/// <param name="Commit">Hash of the commit.</param>
/// <param name="Tag">The object of an annotated tag; null for a lightweight one and for a branch.</param>
internal sealed record GitHubReference(string Commit, GitTag? Tag);
