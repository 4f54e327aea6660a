namespace Pipelines.AcceptanceTests.Setup;

/// <summary>The checkout that these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The published program, as users run it.</summary>
    public static string Binary => File.Exists(At("out/pipelines/pipelines"))
        ? At("out/pipelines/pipelines")
        : throw new InvalidOperationException("out/pipelines/pipelines is not there. Run ./build.sh publish first.");

    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>A file beside the tests' sources, such as a script that a test service consists of.</summary>
    public static string Service(string name) => At($"tests/Pipelines.AcceptanceTests/Services/{name}");

    private static string Find(string directory) => File.Exists(Path.Combine(directory, "Pipelines.sln"))
        ? directory
        : Find(Path.GetDirectoryName(directory)
            ?? throw new InvalidOperationException("Pipelines.sln stands in no directory above the tests."));
}
