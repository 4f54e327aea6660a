using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>Values made to break out: they arrive as they are, and nothing in them runs.</summary>
[Trait("needs", "node")]
public sealed class HostileTests
{
    private const string Nasty =
        "\"quoted\" 'single' `touch PWNED` $(touch PWNED) ${HOME} $HOME $$ %HOME% %0A ; touch PWNED # $[[ inputs.image ]] ${{ x }} "
            + "::set-output:: \U0001F600 \u202e\nsecond: line\n---\n\\";

    [Fact]
    public async Task APersonsWordsArriveUnharmed() => await ArrivesAsync(Nasty);

    /// <summary>An input holds 1024 characters; a variable of the pipeline holds more.</summary>
    [Fact]
    public async Task SoDoTenKilobytesOfThemInAVariable()
    {
        var reason = string.Concat(Enumerable.Repeat("$(touch PWNED) \\\" ", 600)) + "\\";
        using var project = await GitLabProject.CreateAsync(Pipeline("actor", "ann"));
        (await project.RunAsync(null, $"PIPELINES_REASON={reason}")).Ends(0);
        AssertNothingRan(project);
        Assert.Equal(reason, (string?)(await LastAsync(project))["reason"]);
    }

    /// <summary>Inputs that may hold variables: GitLab puts in what it knows, and that is all that happens to them.</summary>
    [Theory]
    [InlineData("actor")]
    [InlineData("commit")]
    public async Task OtherTextsAreNeverReadByAShell(string input)
    {
        const string text = "\"q\" 's' `touch PWNED` $(touch PWNED) ; touch PWNED # %0A \U0001F600\nline\\";
        using var project = await GitLabProject.CreateAsync(Pipeline(input, text));
        (await project.RunAsync()).Ends(0);
        AssertNothingRan(project);
        Assert.Equal(text, (string?)(await LastAsync(project))[input]);
    }

    [Theory]
    [InlineData("path")]
    [InlineData("release")]
    [InlineData("config")]
    [InlineData("store")]
    [InlineData("event")]
    [InlineData("ci-conclusion")]
    [InlineData("now")]
    public async Task AValueThatMeansNothingIsRefusedByTheStepAndRunsNothing(string input)
    {
        using var project = await GitLabProject.CreateAsync(Pipeline(input, "$(touch PWNED)`touch PWNED`\"; touch PWNED #\\"));
        var run = await project.RunAsync();
        run.Says("FAIL  deploy"); // gitlab-ci-local itself ends with 0 when a job lists exit statuses it allows, whatever they are
        Assert.DoesNotContain("this is a bug", run.All, StringComparison.Ordinal);
        AssertNothingRan(project);
    }

    private static async Task ArrivesAsync(string reason)
    {
        using var project = await GitLabProject.CreateAsync(Pipeline("reason", reason));
        (await project.RunAsync()).Ends(0);
        AssertNothingRan(project);
        Assert.Equal(reason, (string?)(await LastAsync(project))["reason"]);
        Dotenv.Parse(project.Dotenv("deploy"));
    }

    /// <summary>JSON is YAML, so that the test itself has nothing to escape.</summary>
    private static string Pipeline(string input, string value) => new JsonObject
    {
        ["include"] = new JsonArray(new JsonObject
        {
            ["component"] = "$CI_SERVER_FQDN/$CI_PROJECT_PATH/deploy@$CI_COMMIT_SHA",
            ["inputs"] = new JsonObject { ["environment"] = "production", ["path"] = "site", [input] = value },
        }),
    }.ToJsonString(new JsonSerializerOptions());

    private static void AssertNothingRan(GitLabProject project) =>
        Assert.Empty(
            Directory.GetFileSystemEntries(project.Root, "PWNED",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }));

    private static async Task<JsonNode> LastAsync(GitLabProject project) =>
        JsonNode.Parse((await project.PipelinesAsync("history", "--environment", "production", "--output", "json"))
            .Ends(0).Output)!["deployments"]![0]!;
}
