using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>The files of this repository, as they lie in the working tree.</summary>
internal static class Checkout
{
    /// <summary>Files that are or may become part of the repository: ignored ones are left out.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Program.Run("git", ["-C", SourceTree.Root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]).Ends(0).Output
            .Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(SourceTree.At(path)))];
}
