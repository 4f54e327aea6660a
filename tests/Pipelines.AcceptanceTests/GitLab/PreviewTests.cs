using System.Text.RegularExpressions;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The components as a GitLab parser expands them. After a change on purpose: <c>PIPELINES_UPDATE=1</c>.</summary>
[Trait("needs", "node")]
public sealed partial class PreviewTests
{
    private const string Include = "include:\n";

    [Fact]
    public Task WithWhatIsRequiredOnly() => ComparesAsync(
        "defaults",
        Include + string.Concat(Components.Names.Select(component => Component(component, Required(component)))));

    [Fact]
    public Task WithEverythingAboutTheJobOverridden() => ComparesAsync(
        "overrides",
        "stages: [ship]\n" + Include + string.Concat(Components.Names.Select(component => Component(
            component, Required(component)
                + "image: \"registry.example.test/own:1\", stage: ship, timeout: 10m, rules: [{ when: always }], " + Extra(component)))));

    /// <summary>Each message is the parser's own.</summary>
    [Theory]
    [InlineData("gate", "environment: production, mode: loud",
        "`mode` input: `loud` cannot be used because it is not in the list of allowed options")]
    [InlineData("gate", "environment: Production", "does not match required regex")]
    [InlineData("deploy", "path: site", "`environment` input: required value has not been provided")]
    [InlineData("deploy", "environment: production, dry-run: \"yes\"", "provided value is not a boolean")]
    [InlineData("rollback", "environment: production, lease: soon", "does not match required regex")]
    [InlineData("package", "rules: always", "provided value is not a array")]
    [InlineData("health-check", "environment: \"a b\"", "does not match required regex")]
    [InlineData("notify", "environment: production, on: lunch", "cannot be used because it is not in the list of allowed options")]
    [InlineData("history", "environment: production, limit: many", "provided value is not a number")]
    [InlineData("status", "environment: [production]", "provided value is not a string")]
    [InlineData("maintenance", "environment: production, lease: \"\"", "does not match required regex")]
    [InlineData("guarded-deploy", "environment: production, allowed-exit-codes: 3", "provided value is not a array")]
    public async Task ABadInputIsRefused(string component, string inputs, string message)
    {
        using var project = await GitLabProject.CreateAsync(Include + Component(component, inputs));
        var preview = await project.PreviewAsync();
        Assert.NotEqual(0, preview.ExitCode);
        Assert.Contains(message, Colour().Replace(preview.All, ""), StringComparison.Ordinal);
    }

    private static string Component(string name, string inputs) =>
        $"  - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/{name}@$CI_COMMIT_SHA\n    inputs: {{ {inputs} }}\n";

    private static string Required(string component) => component switch
    {
        "package" => "path: site, ",
        "notify" => "environment: production, on: failed, ",
        "guarded-deploy" => "environment: production, job-prefix: \"guarded-\", ",
        "releases-export" or "releases-fetch" => "release: 3f9c2a1b7d04, to: out, ",
        "releases-prune" or "releases-verify" => "",
        "override-grant" => "environment: production, override: window, reason: \"it is down\", ",
        "override-review" or "queue-release" => "environment: production, deployment: 20261120T101500Z-3f9c2a, ",
        _ => "environment: production, ",
    };

    private static string Extra(string component) => component switch
    {
        "gate" => "mode: wait, allowed-exit-codes: [3], now: \"2026-01-01T00:00:00Z\"",
        "deploy" => "release: $RELEASE, emergency: true, reason: \"costs $5 and $(rm)\", allowed-exit-codes: [3, 11]",
        "guarded-deploy" => "build-job: compile, reason: \"$CI_COMMIT_TITLE\", rollback-rules: [{ when: never }], dry-run: true",
        "notify" => "explanation: \"$HOME is home\"",
        "history" => "limit: 3",
        _ => "config: other.yml",
    };

    private static async Task ComparesAsync(string name, string pipeline)
    {
        using var project = await GitLabProject.CreateAsync(pipeline);
        var actual = Version().Replace((await project.PreviewAsync()).Ends(0).Output, "pipelines:VERSION");
        var file = SourceTree.At($"tests/Pipelines.AcceptanceTests/GitLab/Previews/{name}.verified.yml");
        if (Environment.GetEnvironmentVariable("PIPELINES_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, actual);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), actual);
    }

    [GeneratedRegex(@"pipelines:\d+\.\d+\.\d+[^\s""]*")]
    private static partial Regex Version();

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colour();
}
