namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>GitHub's own packages, locked in tests/platforms/github and installed on first use.</summary>
internal static class NpmTools
{
    private static readonly string Folder = Checkout.At("tests/platforms/github");

    private static readonly Lazy<string> Installed = new(Install);

    /// <summary>Runs one of the scripts beside the lock.</summary>
    public static Ended Run(string script, params IEnumerable<string> arguments) =>
        Program.Run("node", ["--import", $"{Installed.Value}/json-imports.mjs", $"{Installed.Value}/{script}", .. arguments]);

    private static string Install()
    {
        var stamp = Path.Combine(Folder, "node_modules", ".installed");
        if (!File.Exists(stamp) || File.GetLastWriteTimeUtc(stamp) < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            Program.Run("npm", ["ci", "--no-audit", "--no-fund"], directory: Folder).Succeeded();
            File.WriteAllText(stamp, "");
        }

        return Folder;
    }
}
