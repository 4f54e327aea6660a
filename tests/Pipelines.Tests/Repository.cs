using System.Runtime.CompilerServices;

namespace Pipelines.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Source files below a directory of the checkout, as paths relative to it.</summary>
    public static IReadOnlyList<string> Sources(string directory) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, directory), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Root, directory), file))
            .Where(file => file.Split('/')[0] is not ("obj" or "bin"))
            .Order(StringComparer.Ordinal)];

    private static string Find([CallerFilePath] string source = "") => Path.GetFullPath("../..", Path.GetDirectoryName(source)!);
}
