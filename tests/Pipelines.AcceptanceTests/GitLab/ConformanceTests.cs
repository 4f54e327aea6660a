using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The same question gets the same answer, byte for byte, on a laptop, on GitHub and on GitLab.</summary>
public sealed class ConformanceTests : IDisposable
{
    private const string Wednesday = "2026-03-11T10:00:00Z"; // open
    private const string Saturday = "2026-03-14T14:30:00Z";

    private static readonly Dictionary<string, string> GitHub = new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_SHA"] = "0f1e2d3c",
        ["GITHUB_ACTOR"] = "ann",
        ["GITHUB_REPOSITORY"] = "acme/app",
        ["GITHUB_SERVER_URL"] = "https://github.example.test",
        ["GITHUB_RUN_ID"] = "7",
    };

    private static readonly Dictionary<string, string> GitLab = new()
    {
        ["GITLAB_CI"] = "true",
        ["CI_COMMIT_SHA"] = "0f1e2d3c",
        ["GITLAB_USER_LOGIN"] = "ann",
        ["CI_PROJECT_PATH"] = "acme/app",
        ["CI_PROJECT_URL"] = "https://gitlab.example.test/acme/app",
    };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pipelines-conformance-");

    public ConformanceTests() => File.WriteAllText($"{_directory.FullName}/.pipelines.yml", Configs.OfficeHours);

    public static TheoryData<string, string, string, int> Questions
    {
        get
        {
            string[] triggers = ["push", "web", "schedule", "workflow_run", "merge_request_event"];
            (string Input, string Value)[] inputs =
                [("wait-limit", "1h"), ("reason", "INC-4711 payments fail"), ("emergency", "true"), ("type", "rollback"),
                    ("ci-conclusion", "failure")];
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
                var onGitHub =
                    await DecideAsync([.. GitHub, new("GITHUB_EVENT_NAME", trigger), new("INPUT_NOW", now), new($"INPUT_{name}", value)],
                        []);
                var onGitLab = await DecideAsync(
                    [.. GitLab, new("CI_PIPELINE_SOURCE", trigger), new("PIPELINES_NOW", now),
                        new($"PIPELINES_{name.Replace('-', '_')}", value)], []);
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
        Assert.Contains("\"reason\": \"open\"", await DecideAsync([.. GitHub, new("CI_DEPLOY_FREEZE", "true")], when),
            StringComparison.Ordinal);
        Assert.Contains("\"reason\": \"freeze\"", await DecideAsync([.. GitLab, new("CI_DEPLOY_FREEZE", "true")], when),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheEventLogDoesNotDependOnThePlatform()
    {
        var local = await StoryAsync("local", []);
        Assert.Equal(["completed", "rolled-back", "completed", "completed"],
            local.Select(line => line.Split(' ')[0]).Where(name => name is "completed" or "rolled-back"));
        Assert.Equal(local, await StoryAsync("github", [.. GitHub, new("GITHUB_EVENT_NAME", "workflow_dispatch")]));
        Assert.Equal(local, await StoryAsync("gitlab", [.. GitLab, new("CI_PIPELINE_SOURCE", "web")]));
    }

    /// <summary>A good deployment, one that is rolled back, and a rollback; told by the log, without what time and place alone
    /// decide.</summary>
    private async Task<List<string>> StoryAsync(string place, IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        var directory = Directory.CreateDirectory($"{_directory.FullName}/{place}").FullName;
        await File.WriteAllTextAsync($"{directory}/.pipelines.yml", """
            app: story
            package: { path: build }
            environments:
              production:
                hosts: ["local:"]
                deploy: { root: live }
                health: [{ command: ["grep", "-q", "good", "page"], every: 50ms, within: 1s }]
            """);
        Directory.CreateDirectory($"{directory}/build");
        await PipelinesAsync(0, "good 1", "deploy");
        await PipelinesAsync(4, "bad", "deploy");
        await PipelinesAsync(0, "good 2", "deploy");
        await PipelinesAsync(0, "", "rollback");
        var history = await PipelinesAsync(0, "", "history", "--output", "json");
        return [.. JsonNode.Parse(history.Output)!["deployments"]!.AsArray().Reverse()
            .SelectMany(deployment => deployment!["events"]!.AsArray()).Select(logged => Line(logged!.AsObject()))];

        async Task<Outcome> PipelinesAsync(int status, string page, params string[] words)
        {
            await File.WriteAllTextAsync($"{directory}/build/page", page);
            string[] line = [SourceTree.Binary, .. words, "--environment", "production"];
            return (await Command.ToEndAsync(words is ["deploy"]
                ? [.. line, "--commit", "0f1e2d3c", "--actor", "ann"] : line, Variables.Clean(environment), directory)).Ends(status);
        }
    }

    private static string Line(JsonObject logged)
    {
        string[] keys =
            ["type", "commit", "code", "token", "release", "files", "bytes", "host", "slot", "condemned", "retreat", "unchanged"];
        return $"{logged["event"]} {string.Join(' ', keys.Where(logged.ContainsKey).Select(key => $"{key}={logged[key]}"))}";
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private async Task<string> DecideAsync(IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments) =>
        (await Command.ToEndAsync(
        [SourceTree.Binary, "gate", "--environment", "production", "--output", "json", .. arguments], Variables.Clean(environment),
        _directory.FullName)).Ends(0).Output;
}
