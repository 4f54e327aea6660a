using System.Text.Json;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>Everything that is missing on all hosts is told at once, and nothing is changed. The hosts are this machine.</summary>
public sealed class HostDoctorTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AMachineThatIsReadyIsAndStaysAsItWas()
    {
        Configure($"local:{_directory["apps/backend"]}");

        Assert.True(await RunAsync() is 0 or 1, _run.Error); // this machine may be short of space

        Assert.Equal(["connection", "system", "program", "root"], Findings().Select(finding => finding.What));
        Assert.All(Findings().Take(2), finding => Assert.Null(finding.Remedy));
        Assert.False(Directory.Exists(_directory["apps"]) || Directory.Exists(_directory["store"]));
    }

    [Fact]
    public async Task WhatIsMissingOnEachHostIsToldInOneRun()
    {
        Configure("local:/dev/zero/app", "local:/dev/null/app");

        Assert.Equal(1, await RunAsync());

        var missing = Findings().Where(finding => finding is { What: "root", Remedy: not null }).ToList();
        Assert.Equal(["local:/dev/zero/app", "local:/dev/null/app"], missing.Select(finding => finding.Host));
        Assert.All(missing, finding => Assert.StartsWith("As root there: install -d -o ", finding.Remedy, StringComparison.Ordinal));
        Assert.EndsWith("/dev/null/app", missing[1].Remedy, StringComparison.Ordinal);
        Assert.Equal(Findings().Count(finding => finding.Remedy is not null), _run.Json.GetProperty("missing").GetInt32());
    }

    [Fact]
    public async Task AHostileRootIsOnlyAText()
    {
        var root = _directory["it's $(touch pwned) `touch pwned`; touch pwned"];
        Configure($"local:{root}");

        await RunAsync();

        Assert.Contains(Findings(), finding => finding.What == "root" && finding.Detail.StartsWith(root, StringComparison.Ordinal));
        Assert.False(File.Exists("pwned") || File.Exists(_directory["pwned"]));
    }

    private Task<int> RunAsync() =>
        _run.RunAsync("host", "doctor", "--environment", "production", "--config", _directory["f.yml"], "--output", "json");

    private List<(string Host, string What, string Detail, string? Remedy)> Findings() =>
    [
        .. _run.Json.GetProperty("findings").EnumerateArray().Select(finding => (
            finding.GetProperty("host").GetString()!, finding.GetProperty("what").GetString()!, finding.GetProperty("detail").GetString()!,
            finding.GetProperty("remedy") is { ValueKind: JsonValueKind.String } remedy ? remedy.GetString() : null)),
    ];

    private void Configure(params string[] hosts) => File.WriteAllText(_directory["f.yml"], $$"""
        app: backend
        store: file:{{_directory["store"]}}
        environments:
          production: { hosts: [{{string.Join(", ", hosts.Select(host => JsonSerializer.Serialize(host)))}}] }
        """);
}
