namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The same question gets the same answer, byte for byte, on a laptop, on GitHub and on GitLab.</summary>
public sealed class ConformanceTests : IDisposable
{
    private const string Wednesday = "2026-03-11T10:00:00Z"; // open
    private const string Saturday = "2026-03-14T14:30:00Z";

    private static readonly Dictionary<string, string> GitHub = new()
    {
        ["GITHUB_ACTIONS"] = "true", ["GITHUB_SHA"] = "0f1e2d3c", ["GITHUB_ACTOR"] = "ann",
        ["GITHUB_REPOSITORY"] = "acme/app", ["GITHUB_SERVER_URL"] = "https://github.example.test", ["GITHUB_RUN_ID"] = "7",
    };

    private static readonly Dictionary<string, string> GitLab = new()
    {
        ["GITLAB_CI"] = "true", ["CI_COMMIT_SHA"] = "0f1e2d3c", ["GITLAB_USER_LOGIN"] = "ann",
        ["CI_PROJECT_PATH"] = "acme/app", ["CI_PROJECT_URL"] = "https://gitlab.example.test/acme/app",
    };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pipelines-conformance-");

    public ConformanceTests() => File.WriteAllText($"{_directory.FullName}/.pipelines.yml", Configs.OfficeHours);

    public static TheoryData<string, string, string, int> Questions
    {
        get
        {
            string[] triggers = ["push", "web", "schedule", "workflow_run", "merge_request_event"];
            (string Input, string Value)[] inputs = [("wait-limit", "1h"), ("reason", "INC-4711 payments fail"), ("emergency", "true"), ("type", "rollback"), ("ci-conclusion", "failure")];
            var questions = new TheoryData<string, string, string, int>();
            foreach (var (input, value) in inputs)
            {
                questions.Add(string.Join(' ', triggers), input, value, triggers.Length * 2);
            }

            return questions;
        }
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task TheDecisionDoesNotDependOnThePlatform(string triggers, string input, string value, int questions)
    {
        var answers = 0;
        foreach (var trigger in triggers.Split(' '))
        {
            foreach (var now in new[] { Wednesday, Saturday })
            {
                // Each platform in its own way to hand over an input: option, INPUT_ with dashes, PIPELINES_ with underscores.
                var name = input.ToUpperInvariant();
                var local = await DecideAsync([], ["--event", trigger, "--now", now, $"--{input}={value}"]);
                var onGitHub = await DecideAsync([.. GitHub, new("GITHUB_EVENT_NAME", trigger), new("INPUT_NOW", now), new($"INPUT_{name}", value)], []);
                var onGitLab = await DecideAsync(
                    [.. GitLab, new("CI_PIPELINE_SOURCE", trigger), new("PIPELINES_NOW", now), new($"PIPELINES_{name.Replace('-', '_')}", value)], []);
                Assert.Contains("\"should_deploy\"", local, StringComparison.Ordinal);
                Assert.Equal(local, onGitHub);
                Assert.Equal(local, onGitLab);
                answers++;
            }
        }

        Assert.Equal(questions, answers);
    }

    [Fact]
    public async Task OnlyGitLabsFreezeIsGitLabsOwn()
    {
        string[] when = ["--event", "push", "--now", Wednesday];
        Assert.Contains("\"reason\": \"open\"", await DecideAsync([.. GitHub, new("CI_DEPLOY_FREEZE", "true")], when), StringComparison.Ordinal);
        Assert.Contains("\"reason\": \"freeze\"", await DecideAsync([.. GitLab, new("CI_DEPLOY_FREEZE", "true")], when), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private async Task<string> DecideAsync(IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments) => (await Ran.ToEndAsync(
        [$"{Tree.Programs}/pipelines", "gate", "--environment", "production", "--output", "json", .. arguments], _directory.FullName, Variables.Clean(environment))).Ended(0).Output;
}
