using System.Globalization;
using System.Text.Json;
using Pipelines.Tests.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Maintenance;

/// <summary>The step as it is called, with real programs on this machine.</summary>
public sealed class MaintenanceTests : IDisposable
{
    private const string Sunday = "2026-03-15T02:30:00Z";
    private const string Monday = "2026-03-16T02:30:00Z";

    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task EachTaskIsRunWhereItBelongsInOrder()
    {
        Configure(
            """{ name: one, run: ["sh", "-c", "pwd >> ../../../ran"] }""",
            """{ name: two, on: runner, run: ["sh", "-c", "pwd >> ran"] }""");
        var release = await DeployAsync();

        Assert.Equal(0, await RunAsync(Sunday));

        Assert.Equal([_directory[$"live/releases/{release}"], _directory.Path], await File.ReadAllLinesAsync(_directory["ran"]));
        Assert.Equal([("one", "local", "passed"), ("two", "runner", "passed"), ("health", "local", "passed")], Tasks());
        Assert.Equal((3, 0, 0, release),
            (Number("passed"), Number("failed"), Number("skipped"), _run.Json.GetProperty("release").GetString()));
    }

    [Fact]
    public async Task ATaskThatFailsEndsTheRunUnlessItIsForgiven()
    {
        Configure(
            """{ name: forgiven, on: runner, run: ["sh", "-c", "exit 7"], continue-on-failure: true }""",
            """{ name: fails, on: runner, run: ["sh", "-c", "echo disk is full; exit 8"] }""",
            """{ name: never, on: runner, run: ["touch", "ran"] }""");

        Assert.Equal(1, await RunAsync(Sunday));

        Assert.Equal([("forgiven", "runner", "failed"), ("fails", "runner", "failed"), ("never", "runner", "skipped")], Tasks());
        Assert.Contains("fails: failed on runner: ended with status 8: disk is full", _run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["ran"]));
    }

    [Fact]
    public async Task OnlyForgivenFailuresFailNothing()
    {
        Configure("""{ name: forgiven, on: runner, run: ["sh", "-c", "exit 7"], continue-on-failure: true }""");

        Assert.Equal(0, await RunAsync(Sunday));
    }

    [Fact]
    public async Task ATaskThatHangsIsKilledAtItsLimit()
    {
        Configure("""{ name: hangs, on: runner, run: ["sleep", "60"], within: 1s }""");

        Assert.Equal(1, await WhileTimePassesAsync(RunAsync(Sunday)));

        Assert.Contains("was killed after 1s", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutsideItsWindowNothingIsRun()
    {
        Configure("""{ name: one, on: runner, run: ["touch", "ran"] }""");

        Assert.Equal(3, await RunAsync(Monday));

        Assert.Equal("2026-03-22T02:00:00Z", _run.Json.GetProperty("next_open").GetString());
        Assert.False(File.Exists(_directory["ran"]));
    }

    [Fact]
    public async Task ADryRunSaysWhatItWouldRunAndRunsNothing()
    {
        Configure("""{ name: one, on: runner, run: ["touch", "ran"], within: 5m }""");

        Assert.Equal(0,
            await _run.RunAsync("maintenance", "--environment", "production", "--config", _directory["p.yml"], "--now", Monday,
            "--dry-run"));

        Assert.Matches(@"one +runner +5m +touch ran", _run.Output);
        Assert.Equal(["p.yml"], Directory.EnumerateFileSystemEntries(_directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ATaskOfAHostNeedsALiveRelease()
    {
        Configure("""{ name: one, run: ["true"] }""");

        Assert.Equal(1, await RunAsync(Sunday));
        Assert.Contains("nothing is live", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthIsProvenAfterwards()
    {
        Configure("""{ name: breaks it, on: runner, run: ["touch", "broken"] }""");
        await DeployAsync();

        Assert.Equal(1, await WhileTimePassesAsync(RunAsync(Sunday)));

        Assert.Equal([("breaks it", "runner", "passed"), ("health", "local", "failed")], Tasks());
    }

    [Fact]
    public async Task WhatIsLiveMustBeInTheStoreForAWayBack()
    {
        Configure("""{ name: one, on: runner, run: ["touch", "ran"] }""");
        await DeployAsync();
        Directory.Delete(_directory[".pipelines/store/backend/releases"], recursive: true);

        Assert.Equal(1, await RunAsync(Sunday));

        Assert.Contains("a rollback would be impossible", _run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["ran"]));
    }

    [Fact]
    public async Task TheHistoryKeepsTheRunAndWhatWasLive()
    {
        Configure("""{ name: one, on: runner, run: ["true"] }""");
        var release = await DeployAsync();
        await RunAsync(Sunday);

        Assert.Equal(0, await _run.RunAsync("history", "--environment", "production", "--config", _directory["p.yml"], "--output", "json"));

        var kept = Assert.Single(_run.Json.GetProperty("maintenance").EnumerateArray());
        Assert.Equal((release, 2, 0),
            (kept.GetProperty("release").GetString(), kept.GetProperty("passed").GetInt32(), kept.GetProperty("failed").GetInt32()));
        Assert.Equal("succeeded", Assert.Single(_run.Json.GetProperty("deployments").EnumerateArray()).GetProperty("result").GetString());
    }

    private void Configure(params string[] tasks) => File.WriteAllText(_directory["p.yml"], $$"""
        app: backend
        calendars: { night: { zone: UTC, open: ["sun 02:00-03:00"] } }
        environments:
          production:
            hosts: ["local:"]
            deploy: { root: live }
            health: [{ command: ["sh", "-c", "test ! -e {{_directory["broken"]}}"], every: 10ms, within: 30ms }]
            maintenance:
              calendar: night
              tasks:
                - {{string.Join("\n        - ", tasks)}}
        """);

    private async Task<string> DeployAsync()
    {
        Directory.CreateDirectory(_directory["build"]);
        await File.WriteAllTextAsync(_directory["build/page"], "hello");
        Assert.Equal(0, await _run.RunAsync(
            "deploy", "--environment", "production", "--config", _directory["p.yml"], "--path", _directory["build"], "--event", "local",
            "--output", "json"));
        return _run.Json.GetProperty("release").GetString()!;
    }

    private Task<int> RunAsync(string now)
    {
        _run.Clock.UtcNow = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        return _run.RunAsync("maintenance", "--environment", "production", "--config", _directory["p.yml"], "--output", "json");
    }

    private async Task<int> WhileTimePassesAsync(Task<int> running)
    {
        while (!running.IsCompleted)
        {
            _run.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(running, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        return await running;
    }

    private IEnumerable<(string, string, string)> Tasks() =>
        _run.Json.GetProperty("tasks").EnumerateArray().Select(task => (Text(task, "task"), Text(task, "where"), Text(task, "result")));

    private int Number(string name) => _run.Json.GetProperty(name).GetInt32();

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
