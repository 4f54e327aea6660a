namespace Pipelines.Releases.Trees;

/// <summary>The tree of a release. Patterns are those of <see cref="GlobRules"/>.</summary>
/// <param name="Root">Directory whose contents are packaged.</param>
public sealed record PackageSpec(string Root)
{
    /// <summary>What to package, with everything below it; empty for everything.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>
    /// What to exclude. These come after the built-in rules and after <c>.pipelinesignore</c> in the root; the last matching rule decides.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Files that may be packaged although they look like secrets.</summary>
    public IReadOnlyList<string> AllowSecrets { get; init; } = [];

    /// <summary>Whether it may contain no data at all.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Absolute paths of what is never packaged wherever it is, such as the store itself.</summary>
    public IReadOnlyList<string> Own { get; init; } = [];
}
