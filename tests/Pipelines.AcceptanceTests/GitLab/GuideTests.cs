using System.Text.RegularExpressions;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The YAML of docs/guides/gitlab.md and of the component project, as a reader would copy it.</summary>
[Trait("needs", "node")]
public sealed partial class GuideTests
{
    private static readonly string Guide = File.ReadAllText(SourceTree.At("docs/guides/gitlab.md"));

    public static TheoryData<int> Pipelines => [.. Enumerable.Range(0, Blocks(Guide, ".gitlab-ci.yml").Count)];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task EveryPipelineOfTheGuideTakesSomethingLive(int number)
    {
        var config = Here(Blocks(Guide, ".pipelines.yml").Single());
        using var project = await GitLabProject.CreateAsync(OfThisCommit(Blocks(Guide, ".gitlab-ci.yml")[number]), config);
        (await project.RunAsync()).Ends(0);
        Assert.Equal("hello\n", await File.ReadAllTextAsync($"{project.Live}/current/index.html"));
    }

    [Fact]
    public async Task TheIncludeOfTheReadmeDeploys()
    {
        var blocks = Fence().Matches(await File.ReadAllTextAsync(SourceTree.At("gitlab-components/README.md")))
            .Select(match => match.Groups["text"].Value).ToList();
        var config = Here(blocks[1]);
        using var project = await GitLabProject.CreateAsync(OfThisCommit(blocks[0]), config);
        project.Write("dist/index.html", "from dist\n");
        (await project.RunAsync()).Ends(0);
        Assert.Equal("from dist\n", await File.ReadAllTextAsync($"{project.Live}/current/index.html"));
    }

    [Fact]
    public async Task TheComponentProjectTestsItself()
    {
        using var project = await GitLabProject.CreateAsync(await File.ReadAllTextAsync(SourceTree.At("gitlab-components/.gitlab-ci.yml")));
        foreach (var file in new[] { "tests/pipelines.yml", "tests/site/index.html" })
        {
            project.Write(file, await File.ReadAllTextAsync(SourceTree.At($"gitlab-components/{file}")));
        }

        await project.GitAsync("add", "--all");
        (await project.RunAsync()).Ends(0).Says("outputs-reach-the-next-job");
    }

    /// <summary>With places of this machine, as on a runner with the shell executor.</summary>
    private static string Here(string config)
    {
        var here = config.Replace("s3://acme-releases/backend?region=eu-central-1", "file:STORE", StringComparison.Ordinal)
            .Replace("ssh://deploy@web-1.example.com", "local:", StringComparison.Ordinal)
            .Replace("/srv/backend", "LIVE", StringComparison.Ordinal);
        Assert.All((string[])["file:STORE", "local:", "LIVE"], part => Assert.Contains(part, here, StringComparison.Ordinal));
        return here;
    }

    private static string OfThisCommit(string pipeline) =>
        Component().Replace(pipeline, "$$CI_SERVER_FQDN/$$CI_PROJECT_PATH/${name}@$$CI_COMMIT_SHA");

    private static IReadOnlyList<string> Blocks(string page, string file) =>
        [.. Fence().Matches(page).Select(match => match.Groups["text"].Value)
            .Where(text => text.StartsWith($"# {file}\n", StringComparison.Ordinal))];

    [GeneratedRegex("^```yaml\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\$CI_SERVER_FQDN/pipelines/pipelines/(?<name>[a-z-]+)@[0-9.]+")]
    private static partial Regex Component();
}
