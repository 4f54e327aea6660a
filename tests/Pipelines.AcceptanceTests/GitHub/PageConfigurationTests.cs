using System.Text.RegularExpressions;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>Every configuration file that a page shows is one that the program takes.</summary>
public sealed partial class PageConfigurationTests
{
    [Fact]
    public void EveryConfigurationInAPageIsSound()
    {
        Program.Run(SourceTree.At("build/publish.sh"), []).Ends(0);
        var files =
            GitHubFiles.Pages.SelectMany(page =>
                Configuration().Matches(File.ReadAllText(SourceTree.At(page))).Select(match => (page, match.Groups[1].Value))).ToList();

        Assert.Equal(7, files.Count(file => file.page.StartsWith("docs/guides/scenarios/", StringComparison.Ordinal)));
        Assert.All(files, file => Assert.Equal($"{file.page}: 0", $"{file.page}: {Check(file.Value)}"));
    }

    private static string Check(string configuration)
    {
        using var folder = new Scratch();
        File.WriteAllText(folder[".pipelines.yml"], configuration);
        var ended = Program.Run(SourceTree.Binary, ["config", "check"], directory: folder.Path);
        return ended.ExitCode == 0 ? "0" : $"{ended.ExitCode} {ended.Output}{ended.Errors}";
    }

    [GeneratedRegex("^```yaml\n((?:# .*\n)*app: .*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Configuration();
}
