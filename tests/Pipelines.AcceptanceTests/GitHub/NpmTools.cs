using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>GitHub's own packages, locked in tests/platforms/github and installed on first use.</summary>
internal static class NpmTools
{
    private static readonly Lazy<Task<string>> Installed = new(() => NpmFolder.InstallAsync("github"));

    private static string Folder => Installed.Value.GetAwaiter().GetResult();

    /// <summary>Runs one of the scripts beside the lock.</summary>
    public static Outcome Run(string script, params IEnumerable<string> arguments) =>
        Program.Run("node", ["--import", $"{Folder}/json-imports.mjs", $"{Folder}/{script}", .. arguments]);
}
