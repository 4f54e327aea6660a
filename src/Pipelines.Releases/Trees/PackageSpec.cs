namespace Pipelines.Releases.Trees;

/// <summary>Which tree makes a release. Patterns are those of <see cref="GlobRules"/>.</summary>
/// <param name="Root">Directory whose content is packaged.</param>
public sealed record PackageSpec(string Root)
{
    /// <summary>What to package, with all that is below it; empty for everything.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>What to leave out. These come after the built-in rules and after <c>.pipelinesignore</c> in the root; the last rule that matches decides.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Files that may be packaged though they look like secrets.</summary>
    public IReadOnlyList<string> AllowSecrets { get; init; } = [];
}
