using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Platforms;

/// <summary>The published program asks GitLab.</summary>
[Trait("needs", "node")]
[Trait("needs", "npm")]
public sealed class GateTests(ApiServers servers) : IDisposable
{
    private const string Commit = "a91957a858320c0e17f3a0eca7cfacbff50ea29a";
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("{ checks: [ci], approvals: 1, signed: commit, cooldown: 1h }", 0, "")]
    [InlineData("{ checks: [ci, lint], approvals: 2, healthy-in: { staging: 1h } }", 3, "checks:lint healthy-in:staging approvals")]
    public async Task RequirementsAreJudgedByWhatThePlatformSays(string requires, int status, string unmet)
    {
        await File.WriteAllTextAsync(_directory[".pipelines.yml"], $$"""
            app: backend
            environments:
              staging: { hosts: ["local:"] }
              production:
                hosts: ["local:"]
                requires: {{requires}}
            """);
        var url = (await servers.GitLabAsync()).Url;

        var outcome = await CommandLine.RunAsync(
            ["gate", "--environment", "production", "--mode", "enforce", "--output", "json"], _directory.Path,
            ("GITLAB_CI", "true"), ("CI_PIPELINE_SOURCE", "push"), ("CI_COMMIT_SHA", Commit), ("CI_PROJECT_ID", "7"),
            ("CI_API_V4_URL", $"{url}/api/v4"), ("PIPELINES_TOKEN", "glpat-0123456789"));

        var results = outcome.Ends(status).Json["requirements"]!.AsArray();
        Assert.Equal(unmet,
            string.Join(' ', results.Where(result => !result!["satisfied"]!.GetValue<bool>()).Select(result => $"{result!["name"]}")));
        Assert.DoesNotContain("glpat", outcome.All, StringComparison.Ordinal);
    }

    /// <summary>Nothing is checked out. The description's only file has an environment without a rule.</summary>
    [Fact]
    public async Task RulesAreReadFromABranchOfThePlatform()
    {
        var url = (await servers.GitLabAsync()).Url;

        var outcome = await CommandLine.RunAsync(
            ["gate", "--environment", "production", "--mode", "enforce", "--config-ref", "main"], _directory.Path,
            ("GITLAB_CI", "true"), ("CI_PIPELINE_SOURCE", "push"), ("CI_PROJECT_ID", "7"), ("CI_API_V4_URL", $"{url}/api/v4"),
            ("CI_JOB_TOKEN", "job-token"));

        outcome.Ends(0).Says($"using the rules in .pipelines.yml in branch main at commit {Commit}.");
    }
}
