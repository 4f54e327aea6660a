using System.Globalization;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The whole program, while the calendar closes: rows of the table in docs/guides/calendars.md. A file that a hook or task puts
/// there is the freeze that begins.</summary>
public sealed class OverrunTests : IDisposable
{
    private const string Free = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20000101\nSUMMARY:Long ago\nEND:VEVENT\nEND:VCALENDAR\n";

    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public OverrunTests()
    {
        Directory.CreateDirectory(_directory["build"]);
        File.WriteAllText(_directory["build/page"], "hello");
        File.WriteAllText(_directory["shop.ics"], Free);
        File.WriteAllText(_directory["frozen.ics"],
            Free.Replace("DTSTART:20000101", "DTSTART:20000101\nDTEND:20990101", StringComparison.Ordinal));
        Now = "2026-03-16T10:00:00Z"; // a Monday
    }

    private string Now
    {
        set => _run.Clock.UtcNow = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture);
    }

    private string Freeze => $"""["cp", "{_directory["frozen.ics"]}", "{_directory["shop.ics"]}"]""";

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("2026-03-16T16:44:00Z", 0, "open", "")]
    [InlineData("2026-03-16T16:45:00Z", 3, "closing-soon", "2026-03-17T09:00:00Z")]
    public async Task WhatWouldStartWithTooLittleTimeLeftIsNotLetIn(string now, int status, string reason, string nextOpen)
    {
        Configure("");
        Now = now;

        Assert.Equal(status, await RunAsync("deploy", "--path", _directory["build"], "--event", "push"));

        Assert.Equal(status == 0, Directory.Exists(_directory["live/current"]));
        await RunAsync("gate", "--event", "push");
        Assert.Equal((reason, nextOpen), (Text("reason"), Text("next_open")));
    }

    [Theory]
    [InlineData("after-stage", "enforce", 3, false)]
    [InlineData("after-stage", "report", 0, false)]
    [InlineData("before-switch", "enforce", 0, true)]
    public async Task UntilTheFirstSwitchAFreezeThatBeginsStopsIt(string hook, string mode, int status, bool live)
    {
        Configure($$"""hooks: { {{hook}}: {{Freeze}} }""");

        Assert.Equal(status, await RunAsync("deploy", "--path", _directory["build"], "--event", "push", "--mode", mode));

        Assert.Equal(live, Directory.Exists(_directory["live/current"]));
        Assert.Equal(live ? "succeeded" : "blocked", Text("outcome"));
    }

    /// <summary>Outside its hours, by a person: a freeze that begins ends it only when it does not except emergencies.</summary>
    [Theory]
    [InlineData("[]", true, 3)]
    [InlineData("[emergency_manual]", true, 0)]
    [InlineData("[emergency_manual]", false, 3)] // a reason alone is no emergency
    public async Task AnEmergencyIsAskedAgainAsSuch(string except, bool emergency, int status)
    {
        Configure($$"""hooks: { after-stage: {{Freeze}} }""", except);
        Now = "2026-03-16T22:00:00Z";

        Assert.Equal(status,
            await RunAsync(
            ["deploy", "--path", _directory["build"], "--event", "local", "--reason", "INC-4711 login is down",
            .. (string[])(emergency ? ["--emergency"] : [])]));

        Assert.Equal(status == 0, Directory.Exists(_directory["live/current"]));
    }

    [Fact]
    public async Task ARollbackIsNeverAsked()
    {
        Configure("");
        Assert.Equal(0, await RunAsync("deploy", "--path", _directory["build"], "--event", "push"));
        var first = Text("release");
        await File.WriteAllTextAsync(_directory["build/page"], "again");
        Assert.Equal(0, await RunAsync("deploy", "--path", _directory["build"], "--event", "push"));
        File.Copy(_directory["frozen.ics"], _directory["shop.ics"], overwrite: true);
        Now = "2026-03-16T22:00:00Z";

        Assert.Equal(0, await RunAsync("rollback"));

        Assert.Equal(first, Text("release"));
        Assert.Equal("hello", await File.ReadAllTextAsync(_directory["live/current/page"]));
    }

    [Fact]
    public async Task MaintenanceIsAskedAtTheStartOnly()
    {
        Configure("",
            tasks: $$"""[{ name: one, on: runner, run: {{Freeze}} }, { name: two, on: runner, run: ["touch", "{{_directory["ran"]}}"] }]""");

        Assert.Equal(0, await RunAsync("maintenance"));

        Assert.True(File.Exists(_directory["ran"]));
        Assert.Equal(3, await RunAsync("maintenance")); // the next one is not let in
    }

    private void Configure(string deploy, string except = "[]", string tasks = "[{ name: none, run: [\"true\"] }]") =>
        File.WriteAllText(_directory["p.yml"], $$"""
        app: tiny
        calendars: { office: { zone: UTC, open: ["mon-fri 09:00-17:00"] } }
        freezes: [{ name: shop, during: shop.ics, zone: UTC, except: {{except}} }]
        environments:
          production:
            hosts: ["local:"]
            calendar: office
            time-left: 15m
            deploy:
              root: live
              {{deploy}}
            maintenance: { calendar: office, tasks: {{tasks}} }
        """);

    private Task<int> RunAsync(params string[] words) =>
        _run.RunAsync([.. words, "--environment", "production", "--config", _directory["p.yml"], "--output", "json"]);

    private string Text(string name) => _run.Json.GetProperty(name).GetString() ?? "";
}
