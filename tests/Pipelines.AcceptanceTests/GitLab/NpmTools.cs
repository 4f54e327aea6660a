using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The packages locked in tests/platforms/gitlab, installed on first use.</summary>
internal static class NpmTools
{
    private static readonly Lazy<Task> Installed = new(() => NpmFolder.InstallAsync("gitlab"));

    public static string Folder { get; } = SourceTree.At("tests/platforms/gitlab");

    /// <summary>Runs one of the scripts beside the lock.</summary>
    public static async Task<Outcome> RunAsync(string script, params IEnumerable<string> arguments)
    {
        await Installed.Value;
        return await Command.ToEndAsync(["node", $"{Folder}/{script}", .. arguments], directory: Folder);
    }

    /// <summary>The path of gitlab-ci-local.</summary>
    public static async Task<string> GitLabAsync()
    {
        await Installed.Value;
        return $"{Folder}/node_modules/.bin/gitlab-ci-local";
    }
}
