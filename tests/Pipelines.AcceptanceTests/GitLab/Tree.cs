namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Tree
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Directory of the published program.</summary>
    public static string Programs => At("out/pipelines");

    public static string Templates => At("gitlab-components/templates");

    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>Names of all components.</summary>
    public static IReadOnlyList<string> Components { get; } =
        [.. Directory.GetFiles(Templates, "*.yml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static string Find(string directory) => File.Exists(Path.Combine(directory, "Pipelines.sln")) ? directory : Find(Path.GetDirectoryName(directory)!);
}
