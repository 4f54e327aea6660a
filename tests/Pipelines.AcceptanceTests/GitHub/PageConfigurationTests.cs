using System.Text.RegularExpressions;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>Every configuration file that a page shows is one that the program takes.</summary>
public sealed partial class PageConfigurationTests
{
    [Fact]
    public void EveryConfigurationInAPageIsSound()
    {
        Program.Run(Checkout.At("build/publish.sh"), []).Succeeded();
        var files = GitHubFiles.Pages.SelectMany(page => Configuration().Matches(File.ReadAllText(Checkout.At(page))).Select(match => (page, match.Groups[1].Value))).ToList();

        Assert.Equal(7, files.Count(file => file.page.StartsWith("docs/guides/scenarios/", StringComparison.Ordinal)));
        Assert.All(files, file => Assert.Equal($"{file.page}: 0", $"{file.page}: {Check(file.Value)}"));
    }

    private static string Check(string configuration)
    {
        using var folder = new Scratch();
        File.WriteAllText(folder[".pipelines.yml"], configuration);
        var ended = Program.Run(Checkout.At("out/pipelines/pipelines"), ["config", "check"], directory: folder.Path);
        return ended.Status == 0 ? "0" : $"{ended.Status} {ended.Output}{ended.Error}";
    }

    [GeneratedRegex("^```yaml\n((?:# .*\n)*app: .*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Configuration();
}
