using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>A project of somebody else, that includes a released version from the component project.</summary>
[Trait("needs", "node")]
public sealed class ConsumerTests
{
    [Theory]
    [InlineData("1.0.0")]
    [InlineData("~latest")]
    [InlineData("1")]
    public async Task AVersionIsIncludedFromAnotherProject(string version)
    {
        using var project = await GitLabProject.CreateAsync(
            $$"""
            include:
              - component: $CI_SERVER_FQDN/acme/pipelines/guarded-deploy@{{version}}
                inputs: { environment: production, path: site }
            """, components: false);
        await PublishAsync(project, "1.0.0");
        (await project.RunAsync()).Ends(0);
        Assert.Equal("hello\n", await File.ReadAllTextAsync($"{project.Live}/current/index.html"));
    }

    [Fact]
    public async Task AVersionThatIsNotThereIsAnError()
    {
        using var project =
            await GitLabProject.CreateAsync(
                "include: [{ component: $CI_SERVER_FQDN/acme/pipelines/status@9.9.9, inputs: { environment: production } }]\n",
                components: false);
        await PublishAsync(project, "1.0.0");
        Assert.NotEqual(0, (await project.RunAsync()).ExitCode);
    }

    /// <summary>Publishes the tree that <c>./build.sh components</c> writes, as a bare repository that git finds under the instance's
    /// address.</summary>
    private static async Task PublishAsync(GitLabProject project, string version)
    {
        var (tree, bare) = ($"{project.Root}/components", $"{project.Root}/pipelines.git");
        (await Command.RunAsync(SourceTree.At("build/components.sh"), tree, version)).Ends(0);
        await project.GitAsync("clone", "--quiet", "--bare", tree, bare);
        await project.GitAsync("-C", bare, "config", "uploadpack.allowFilter", "true");
        await project.GitAsync("-C", bare, "config", "uploadpack.allowAnySHA1InWant", "true");
        await File.WriteAllTextAsync($"{project.Root}/gitconfig", $"""
            [url "file://{bare}"]
              insteadOf = https://gitlab.example.test:443/acme/pipelines.git
              insteadOf = https://gitlab.example.test/acme/pipelines.git
            [safe]
              directory = *
            """);
        project.Environment["GIT_CONFIG_GLOBAL"] = $"{project.Root}/gitconfig";
    }
}
