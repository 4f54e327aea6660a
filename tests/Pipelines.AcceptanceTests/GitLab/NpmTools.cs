namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The packages locked in tests/platforms/gitlab, installed on first use.</summary>
internal static class NpmTools
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    public static string Folder { get; } = Tree.At("tests/platforms/gitlab");

    /// <summary>Runs one of the scripts beside the lock.</summary>
    public static async Task<Ran> RunAsync(string script, params IEnumerable<string> arguments)
    {
        await Installed.Value;
        return await Ran.ToEndAsync(["node", $"{Folder}/{script}", .. arguments], Folder);
    }

    /// <summary>The path of gitlab-ci-local.</summary>
    public static async Task<string> GitLabAsync()
    {
        await Installed.Value;
        return $"{Folder}/node_modules/.bin/gitlab-ci-local";
    }

    private static async Task InstallAsync()
    {
        var stamp = $"{Folder}/node_modules/.installed";
        if (!File.Exists(stamp) || File.GetLastWriteTimeUtc(stamp) < File.GetLastWriteTimeUtc($"{Folder}/package-lock.json"))
        {
            (await Ran.ToEndAsync(["npm", "ci", "--no-audit", "--no-fund"], Folder)).Ended(0);
            await File.WriteAllTextAsync(stamp, "");
        }
    }
}
