using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>Every file of the repository that GitHub reads, or that shows its readers something for GitHub.</summary>
internal static class GitHubFiles
{
    public static IReadOnlyList<string> Workflows { get; } =
        [.. Checkout.Files.Where(file => file.StartsWith(".github/workflows/", StringComparison.Ordinal))];

    public static IReadOnlyList<string> Actions { get; } = [.. Checkout.Files.Where(file => Path.GetFileName(file) == "action.yml")];

    public static IReadOnlyList<string> Pages { get; } = [.. Checkout.Files.Where(file =>
        file.EndsWith(".md", StringComparison.Ordinal) && !file.StartsWith("gitlab-components/", StringComparison.Ordinal))];

    /// <summary>The check of all of them, made once.</summary>
    public static YamlCheck Check => Checked.Value;

    private static readonly Lazy<YamlCheck> Checked = new(() => YamlCheck.Of(SourceTree.Root, [.. Workflows, .. Actions, .. Pages]));
}
