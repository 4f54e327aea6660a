using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>Several hosts on this machine: what the file says, what a dry run shows, what a deployment records.</summary>
public sealed class RolloutCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public RolloutCommandTests()
    {
        Directory.CreateDirectory(_directory["dist"]);
        File.WriteAllText(_directory["dist/index.html"], "hello\n");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ADryRunShowsTheWavesToPeopleAndPrograms()
    {
        Configure("waves: 2");

        Assert.Equal(0, await DeployAsync("--dry-run"));
        Assert.Matches(@"(?i)wave +hosts side by side", _run.Output);
        Assert.Equal(0, await DeployAsync("--dry-run", "--output", "json"));

        var waves = _run.Json.GetProperty("waves").EnumerateArray()
            .Select(wave => $"{wave.GetProperty("wave")}: {wave.GetProperty("hosts").GetArrayLength()}");
        Assert.Equal(["1: 1", "2: 2", "3: 2"], waves);
    }

    [Fact]
    public async Task ADeploymentRecordsItsWavesAndTellsHowFarItIs()
    {
        Configure("waves: [2, 100%], order: reversed");

        Assert.Equal(0, await DeployAsync());

        Assert.Contains($"wave 1 of 2: local:{_directory["e"]}, local:{_directory["d"]}\n", _run.Output, StringComparison.Ordinal);
        Assert.Contains("wave 2 of 2: 5 of 5 hosts serve the release.\n", _run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("history", "--environment", "production", "--config", _directory["f.yml"], "--output", "json"));
        var planned = _run.Json.GetProperty("deployments")[0].GetProperty("events").EnumerateArray()
            .Single(what => what.GetProperty("event").GetString() == "planned");
        Assert.Equal([2, 3], planned.GetProperty("waves").EnumerateArray().Select(wave => wave.GetArrayLength()));
    }

    [Theory]
    [InlineData("waves: 0", "expected a number of hosts from 1, or a percentage of them such as 25%, found \"0\"")]
    [InlineData("waves: [1, 200%]", "expected a number of hosts from 1, or a percentage of them such as 25%, found \"200%\"")]
    [InlineData("waves: []", "waves")]
    [InlineData("waves: { first: 1 }", "waves")]
    [InlineData("max-failed: -1", "expected a number of hosts, or a percentage of them such as 25%, found \"-1\"")]
    [InlineData("max-unreachable: some", "found \"some\"")]
    [InlineData("order: random", "\"random\" is not valid")]
    [InlineData("parallel: 3", "is not a known key")]
    public async Task WhatIsWrongInTheFileIsNamed(string rollout, string expected)
    {
        Configure(rollout);

        Assert.Equal(2, await _run.RunAsync("config", "check", "--config", _directory["f.yml"]));

        Assert.Contains("f.yml:6:", _run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, _run.Error, StringComparison.Ordinal);
    }

    private Task<int> DeployAsync(params string[] more) => _run.RunAsync(
        ["deploy", "--environment", "production", "--config", _directory["f.yml"], "--path", _directory["dist"], .. more]);

    private void Configure(string rollout) => File.WriteAllText(_directory["f.yml"], $$"""
        app: backend
        store: file:{{_directory["store"]}}
        environments:
          production:
            hosts: [{{string.Join(", ", "abcde".Select(name => $"\"local:{_directory[$"{name}"]}\""))}}]
            rollout: { {{rollout}} }
        """);
}
