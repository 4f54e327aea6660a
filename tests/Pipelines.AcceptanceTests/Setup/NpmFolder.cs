namespace Pipelines.AcceptanceTests.Setup;

/// <summary>Packages of npm that are locked in a folder of tests/platforms, installed on first use.</summary>
internal static class NpmFolder
{
    /// <summary>Installs them unless they are there as locked.</summary>
    /// <param name="name">Name of the folder.</param>
    /// <returns>Its path.</returns>
    public static async Task<string> InstallAsync(string name)
    {
        var folder = SourceTree.At($"tests/platforms/{name}");
        var stamp = $"{folder}/node_modules/.installed";
        if (!File.Exists(stamp) || File.GetLastWriteTimeUtc(stamp) < File.GetLastWriteTimeUtc($"{folder}/package-lock.json"))
        {
            (await Command.ToEndAsync(["npm", "ci", "--no-audit", "--no-fund"], directory: folder)).Ends(0);
            await File.WriteAllTextAsync(stamp, "");
        }

        return folder;
    }
}
