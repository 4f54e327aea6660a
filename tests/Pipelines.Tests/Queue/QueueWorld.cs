using System.Globalization;
using System.Text.Json;
using Pipelines.Tests.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Queue;

/// <summary>An app with office hours in UTC, deployed to a directory; the program is run as a person or a schedule would.</summary>
internal sealed class QueueWorld : IDisposable
{
    private readonly TempDirectory _directory = new();

    public QueueWorld(string environment = "", string top = "")
    {
        File.WriteAllText(_directory["p.yml"], $$"""
            app: tiny
            calendars: { office: { zone: UTC, open: ["mon-fri 09:00-17:00"] } }
            {{top}}
            environments:
              production:
                hosts: ["local:"]
                calendar: office
                deploy: { root: live }
                {{environment}}
              staging: { hosts: ["local:"], deploy: { root: staging } }
            """);
        Now = "2026-03-15T02:00:00Z"; // a Sunday
    }

    public CommandRun Run { get; } = new();

    public string Now
    {
        set => Run.Clock.UtcNow = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture);
    }

    /// <summary>What is live; null when nothing is.</summary>
    public string? Live => File.Exists(_directory["live/current/page"]) ? File.ReadAllText(_directory["live/current/page"]) : null;

    public string this[string name] => _directory[name];

    public void Dispose() => _directory.Dispose();

    /// <summary>Deploys a build that holds its version, as of a commit of that name.</summary>
    public async Task<int> DeployAsync(string version, params string[] more)
    {
        Directory.CreateDirectory(_directory[version]);
        await File.WriteAllTextAsync(_directory[$"{version}/page"], version);
        return await AskAsync(
            ["deploy", "--path", _directory[version], .. (string[])(more.Contains("--commit") ? [] : ["--commit", version]),
            .. (string[])(more.Contains("--event") ? [] : ["--event", "push"]), .. more]);
    }

    public Task<int> QueueAsync(string version, params string[] more) => DeployAsync(version, ["--mode", "queue", .. more]);

    /// <summary>Packages a build, as of a commit of that name.</summary>
    public async Task PackageAsync(string version)
    {
        Directory.CreateDirectory(_directory[version]);
        await File.WriteAllTextAsync(_directory[$"{version}/page"], version);
        Assert.Equal(0, await Run.RunAsync("package", "--config", _directory["p.yml"], "--path", _directory[version], "--commit", version));
    }

    /// <summary>Runs a command for production; its result is in <see cref="CommandRun.Json"/>.</summary>
    public Task<int> AskAsync(params string[] words) =>
        Run.RunAsync([.. words, "--environment", "production", "--config", _directory["p.yml"], "--output", "json"]);

    /// <summary>Commits and results of all deployments, the oldest first.</summary>
    public async Task<string> HistoryAsync()
    {
        Assert.Equal(0, await AskAsync("history"));
        return string.Join(' ', Run.Json.GetProperty("deployments").EnumerateArray().Reverse()
            .Select(one => $"{one.GetProperty("commit").GetString()}:{one.GetProperty("result").GetString()}"));
    }

    /// <summary>Ids of the deployments that wait.</summary>
    public async Task<IReadOnlyList<string>> WaitingAsync()
    {
        Assert.Equal(0, await AskAsync("queue", "list"));
        return [.. Run.Json.GetProperty("waiting").EnumerateArray().Select(one => one.GetProperty("deployment_id").GetString()!)];
    }

    public JsonElement Json(string name) => Run.Json.GetProperty(name);
}
