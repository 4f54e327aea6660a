using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>GitHub's own language service over everything that GitHub or its users will read.</summary>
[Trait("needs", "node")]
public sealed class GitHubYamlTests
{
    [Fact]
    public void EveryWorkflowActionAndBlockIsValid() => Assert.Equal("", string.Join('\n', GitHubFiles.Check.Problems));

    [Theory]
    [InlineData(".github/workflows/deploy.yml workflow")]
    [InlineData("action.yml action")]
    [InlineData("actions/setup/action.yml action")]
    [InlineData("README.md workflow")]
    [InlineData("docs/steps/gate.md workflow")]
    [InlineData("docs/guides/github.md workflow")]
    [InlineData("docs/guides/scenarios/1-standard-development.md workflow")]
    [InlineData("docs/guides/scenarios/2-emergency-hotfix.md workflow")]
    [InlineData("docs/guides/scenarios/3-after-hours.md workflow")]
    [InlineData("docs/guides/scenarios/4-scheduled-maintenance.md workflow")]
    [InlineData("docs/guides/scenarios/5-failed-deployment.md workflow")]
    [InlineData("docs/guides/scenarios/6-rollback.md workflow")]
    [InlineData("docs/guides/scenarios/7-multiple-environments.md workflow")]
    public void NothingIsPassedOverInSilence(string document) => Assert.Contains(document, GitHubFiles.Check.Seen);

    [Theory]
    [InlineData("with: { environment: production, runs-on: a, reson: x }", "reson")]
    [InlineData("with: { environment: production }", "runs-on")]
    public void AWrongCallOfAReusableWorkflowIsFound(string with, string expected) => Finds(
        $"""
        on: push
        permissions: {"{"} contents: read, actions: read, id-token: write, deployments: write {"}"}
        jobs:
          deploy:
            uses: {YamlCheck.Repository}/.github/workflows/deploy.yml@v0
            {with}
        """,
        expected);

    [Theory]
    [InlineData("pipelines/pipelines/actions/gate@v0", "environment: a, mod: report", "Invalid action input 'mod'")]
    [InlineData("pipelines/pipelines/actions/gate@v0", "mode: report", "Missing required input `environment`")]
    [InlineData("pipelines/pipelines/actions/gates@v0", "environment: a", "Unable to resolve action")]
    [InlineData("actions/checkout@v5", "reff: a", "Invalid action input 'reff'")]
    public void AWrongUseOfAnActionIsFound(string uses, string with, string expected) =>
        Finds(Job($"- uses: {uses}\n        with: {{ {with} }}"), expected);

    [Theory]
    [InlineData("- run: echo ${{ github.ref }}", "pasted into a script")]
    [InlineData("- run: exec pipelines gate\n        env: { PIPELINES_ENVIRONMENT: a, PIPELINES_MOD: b }",
        "PIPELINES_MOD is no input of gate")]
    [InlineData("- run: exec pipelines gate", "gate needs PIPELINES_ENVIRONMENT")]
    [InlineData("- run: pipelines gate\n        env: { PIPELINES_ENVIRONMENT: a }", "the runner's signals would reach the shell only")]
    [InlineData("- run: exec pipelines gates", "there is no step gates")]
    public void ARuleOfThisProjectIsHeld(string step, string expected) => Finds(Job(step), expected);

    [Fact]
    public void ACallerThatGrantsTooLittleIsFound() => Finds(
        $"""
        on: push
        permissions: {"{"} contents: read, id-token: write, deployments: write {"}"}
        jobs:
          deploy:
            uses: {YamlCheck.Repository}/.github/workflows/deploy.yml@v0
            with: {"{"} environment: production, runs-on: a {"}"}
        """,
        "needs the permission actions: read");

    [Fact]
    public void AProblemInAPageHasTheLineOfThePage()
    {
        using var folder = new Scratch();
        File.WriteAllText(folder["page.md"], "# Page\n\nText.\n\n```yaml\n- uses: actions/checkout@v5\n  with:\n    reff: main\n```\n");

        Assert.Equal(["page.md:8:11: Invalid action input 'reff'"], YamlCheck.Of(folder.Path, "page.md").Problems);
    }

    [Fact]
    public void TheFirstWorkflowThatInitWritesIsValid()
    {
        Program.Run(SourceTree.At("build/publish.sh"), []).Ends(0);
        var folder = Path.Combine("out", "tests", $"{Guid.NewGuid():N}"); // in the tree, so that uses of the repository mean it
        Directory.CreateDirectory(SourceTree.At(folder));
        try
        {
            Program.Run(SourceTree.Binary, ["init", "--app", "backend", "--platform", "github"], directory: SourceTree.At(folder)).Ends(0);

            var check = YamlCheck.Of(SourceTree.Root, $"{folder}/.github/workflows/deploy.yml");
            Assert.Equal("", string.Join('\n', check.Problems));
            Assert.Equal("exec pipelines deploy", Assert.Single(check.Scripts).Text);
        }
        finally
        {
            Directory.Delete(SourceTree.At(folder), recursive: true);
        }
    }

    private static string Job(string step) => $"on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      {step}\n";

    private static void Finds(string workflow, string expected)
    {
        var path = Path.Combine("out", "tests", $"{Guid.NewGuid():N}.yml"); // in the tree, so that uses of the repository mean it
        Directory.CreateDirectory(SourceTree.At("out/tests"));
        File.WriteAllText(SourceTree.At(path), workflow);
        try
        {
            Assert.Contains(expected, Assert.Single(YamlCheck.Of(SourceTree.Root, path).Problems), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(SourceTree.At(path));
        }
    }
}
