using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>One version, everywhere: an action that starts yesterday's image is the classic fault of container actions.</summary>
public sealed partial class VersionTests
{
    private static readonly string Version = XDocument.Load(SourceTree.At("Directory.Build.props")).Descendants("Version").Single().Value;

    [Fact]
    public void EveryImageIsOfTheVersion()
    {
        var images =
            Mentions(Image(),
                GitHubFiles.Actions.Concat(
                Checkout.Files.Where(file => file.StartsWith("gitlab-components/templates/", StringComparison.Ordinal)))).ToList();

        Assert.NotEmpty(images);
        Assert.All(images, image => Assert.Equal($"{image.File} {Version}", $"{image.File} {image.Tag}"));
    }

    [Fact]
    public void EveryUseInAPageIsOfTheMajorVersion()
    {
        var uses = Mentions(Use(), GitHubFiles.Pages).ToList();

        Assert.Contains(uses, use => use.File == "README.md");
        Assert.All(uses, use => Assert.Equal($"{use.File} v{Version.Split('.')[0]}", $"{use.File} {use.Tag}"));
    }

    [Fact]
    public void TheSetupActionInstallsTheVersion() =>
        Assert.Equal(Version, File.ReadAllText(SourceTree.At("actions/setup/version")).Trim());

    private static IEnumerable<(string File, string Tag)> Mentions(Regex pattern, IEnumerable<string> files) =>
        files.SelectMany(file => pattern.Matches(File.ReadAllText(SourceTree.At(file))).Select(match => (file, match.Groups["tag"].Value)));

    [GeneratedRegex(@"ghcr\.io/pipelines/pipelines:(?<tag>[^""'\s]+)")]
    private static partial Regex Image();

    [GeneratedRegex(@"uses: pipelines/pipelines(/[^@\s]+)?@(?<tag>\S+)")]
    private static partial Regex Use();
}
