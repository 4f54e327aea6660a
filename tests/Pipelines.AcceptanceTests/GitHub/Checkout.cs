namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>The files of this repository, as they lie in the working tree.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Absolute path of a file of the repository.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>Files that are or may become part of the repository: ignored ones are left out.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Program.Run("git", ["-C", Root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]).Succeeded().Output
            .Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(At(path)))];

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Pipelines.sln")) ? directory : FindRoot(Path.GetDirectoryName(directory)!);
}
