namespace Pipelines.AcceptanceTests.Setup;

/// <summary>The example service: built once for all tests of a run, each version of it the same program with other settings.</summary>
internal static class HelloApp
{
    private static readonly Lazy<Task<string>> s_build = new(BuildAsync);

    /// <summary>The example's own configuration, at another port.</summary>
    public static Func<Site, string> Config => site => File.ReadAllText(SourceTree.At("examples/hello-dotnet/.pipelines.yml"))
        .Replace("port: 5180", $"port: {site.Port}", StringComparison.Ordinal)
        .Replace("within: 8s", "within: 30s", StringComparison.Ordinal);

    /// <summary>Directory with the build.</summary>
    public static Task<string> BuiltAsync() => s_build.Value;

    /// <summary>Makes a version below the site's builds; its directory.</summary>
    public static async Task<string> VersionAsync(Site site, string version, bool healthy = true)
    {
        var directory = site[$"builds/{version}"];
        (await Command.RunAsync(SourceTree.At("examples/hello-dotnet/variant.sh"), await BuiltAsync(), directory, version, healthy
            ? "true" : "false")).Ends(0);
        return directory;
    }

    private static async Task<string> BuildAsync()
    {
        var output = SourceTree.At("out/tests/hello-dotnet");
        (await Command.RunAsync(
            "dotnet", "publish", SourceTree.At("examples/hello-dotnet/hello.csproj"), "--configuration", "Release", "--output", output,
            "--verbosity", "quiet")).Ends(0);
        return output;
    }
}
