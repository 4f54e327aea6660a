using Pipelines.Forges;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Queue;
using Pipelines.Steps;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Queue;

/// <summary>A worker looks every two seconds, for hours: the platform is not asked that often.</summary>
public sealed class IntentGateTests
{
    private const string Config = """
        app: backend
        calendars: { office: { zone: UTC, open: ["mon-fri 09:00-17:00"] } }
        environments:
          production:
            hosts: ["local:"]
            calendar: office
            requires: { checks: [ci] }
        """;

    private readonly FakeClock _clock = new();
    private readonly FakeForge _platform = new() { Checks = [] };

    [Theory]
    [InlineData("2026-03-15T02:00:00Z", 0)] // the calendar is closed: nobody need be asked
    [InlineData("2026-03-16T10:00:00Z", 2)] // a minute of looking
    public async Task ThePlatformIsAskedNowAndThen(string now, int asked)
    {
        _clock.UtcNow = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        var gate = Gate();
        for (var look = 0; look < 30; look++)
        {
            Assert.False((await gate.DecideAsync(Intent(), "R1", CancellationToken.None)).ShouldDeploy);
            _clock.UtcNow += TimeSpan.FromSeconds(2);
        }

        Assert.Equal(asked, Asked);
    }

    [Fact]
    public async Task WhatMayPassIsAskedAboutEachTime()
    {
        _clock.UtcNow = new DateTimeOffset(2026, 3, 16, 10, 0, 0, TimeSpan.Zero);
        var gate = Gate();
        _platform.Checks = [new CommitCheck("ci", CheckState.Succeeded, "success")];
        Assert.True((await gate.DecideAsync(Intent(), "R1", CancellationToken.None)).ShouldDeploy);
        _platform.Checks = [new CommitCheck("ci", CheckState.Failed, "failure")];
        Assert.False((await gate.DecideAsync(Intent(), "R1", CancellationToken.None)).ShouldDeploy);
        Assert.Equal(2, Asked);
    }

    private int Asked => _platform.Asked.Count(asked => asked.StartsWith("checks", StringComparison.Ordinal));

    private IntentGate Gate() => new(
        new StepContext(new Dictionary<string, object?> { ["environment"] = "production" }, Yaml.Sound(Config), new RunContext("schedule"),
            new NullReporter()), _platform.Keeper(_clock), _clock);

    private static DeploymentRecord Intent()
    {
        DeploymentEvent[] events =
        [
            new DeploymentEvent.Requested(DeploymentType.Queued, FakeForge.Commit, "ann", null, null, "main"),
            new DeploymentEvent.Queued(DeploymentType.DirectPush, "push", "R1", "outside-window", "closed", null),
        ];
        return new DeploymentRecord("d1",
            [.. events.Select((what, i) => new LoggedEvent(i + 1, DateTimeOffset.UnixEpoch, "d1", what, ""))]);
    }
}
