using System.Text.RegularExpressions;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The YAML of docs/guides/gitlab.md and of the component project, as a reader would copy it.</summary>
[Trait("needs", "node")]
public sealed partial class GuideTests
{
    public static TheoryData<int> Pipelines => [.. Enumerable.Range(0, Blocks(".gitlab-ci.yml").Count)];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task EveryPipelineOfTheGuideTakesSomethingLive(int number)
    {
        var config = Here(Blocks(".pipelines.yml").Single());
        using var project = await GitLabProject.CreateAsync(OfThisCommit(Blocks(".gitlab-ci.yml")[number]), config);
        (await project.RunAsync()).Ends(0);
        Assert.Equal("hello\n", await File.ReadAllTextAsync($"{project.Live}/current/index.html"));
    }

    [Fact]
    public async Task TheIncludeOfTheReadmeDeploys()
    {
        var blocks = Guide.Blocks("gitlab-components/README.md", "yaml");
        var config = Here(blocks[1]);
        using var project = await GitLabProject.CreateAsync(OfThisCommit(blocks[0]), config);
        project.Write("dist/index.html", "from dist\n");
        (await project.RunAsync()).Ends(0);
        Assert.Equal("from dist\n", await File.ReadAllTextAsync($"{project.Live}/current/index.html"));
    }

    [Fact]
    public async Task ThePipelineOfAComponentsPageDeploys()
    {
        var page = Guide.Blocks("gitlab-components/docs/deploy.md", "yaml").Single();
        var config = Here(Guide.Blocks("gitlab-components/README.md", "yaml")[1]);
        using var project = await GitLabProject.CreateAsync(OfThisCommit(page), config);
        project.Write("Makefile", "dist:\n\tmkdir -p dist\n\techo made >dist/index.html\n");
        await project.GitAsync("add", "--all");
        (await project.RunAsync()).Ends(0).Says("deployment-id is 20");
        Assert.Equal("made\n", await File.ReadAllTextAsync($"{project.Live}/current/index.html"));
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

    /// <summary>What the guide shows of a file, whose name is its first line.</summary>
    private static IReadOnlyList<string> Blocks(string file) => [.. Guide.Blocks("docs/guides/gitlab.md", "yaml")
        .Where(text => text.StartsWith($"# {file}\n", StringComparison.Ordinal))];

    [GeneratedRegex(@"\$CI_SERVER_FQDN/pipelines/pipelines/(?<name>[a-z-]+)@[0-9.]+")]
    private static partial Regex Component();
}
