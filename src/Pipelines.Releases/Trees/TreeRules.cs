namespace Pipelines.Releases.Trees;

/// <summary>What of a tree is packaged.</summary>
/// <param name="Include">What to package; everything if empty.</param>
/// <param name="Exclude">What to exclude.</param>
/// <param name="Secrets">What to reject.</param>
/// <param name="Own">Paths in the tree that are never packaged, whatever the rules say.</param>
internal sealed record TreeRules(GlobRules Include, GlobRules Exclude, SecretNames Secrets, IReadOnlySet<string> Own);
