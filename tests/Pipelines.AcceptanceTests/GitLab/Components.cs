using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The components of this checkout.</summary>
internal static class Components
{
    /// <summary>Their directory.</summary>
    public static string Templates { get; } = SourceTree.At("gitlab-components/templates");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Templates, "*.yml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
}
