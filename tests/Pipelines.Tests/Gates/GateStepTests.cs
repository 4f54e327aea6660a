using System.Globalization;
using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Tests.Steps;

namespace Pipelines.Tests.Gates;

public sealed class GateStepTests : IDisposable
{
    private readonly StepWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory] // when, trigger, options, reason -> deploys, type, code, next open, closes at, seconds to wait
    [InlineData("2026-03-09T10:00:00Z", "push", "", null, "true", "direct_push", "open", "", "2026-03-09T17:00:00Z", "")]
    [InlineData("2026-03-09T17:00:00Z", "push", "", null, "false", "none", "outside-window", "2026-03-10T08:00:00Z", "", "54000")]
    // rounded up: never too early
    [InlineData("2026-03-07T14:30:00.500Z", "push", "", null, "false", "none", "outside-window", "2026-03-09T08:00:00Z", "", "149400")]
    [InlineData("2026-12-24T10:00:00Z", "push", "", null, "false", "none", "holiday", "2027-01-04T08:00:00Z", "", "943200")]
    [InlineData("2026-12-23T10:00:00Z", "schedule", "", null, "true", "scheduled_maintenance", "scheduled", "", "2026-12-23T17:00:00Z", "")]
    [InlineData("2026-12-25T10:00:00Z", "schedule", "", null, "false", "none", "holiday", "2027-01-04T08:00:00Z", "", "856800")]
    [InlineData("2026-12-29T10:00:00Z", "push", "", null, "false", "none", "freeze", "2027-01-04T08:00:00Z", "", "511200")]
    [InlineData("2026-12-29T10:00:00Z", "local", "--emergency", "payments are down", "true", "emergency_manual", "emergency", "", "", "")]
    [InlineData("2026-12-29T10:00:00Z", "local", "--emergency", "x", "false", "none", "reason-required", "", "", "")]
    [InlineData("2026-12-29T10:00:00Z", "push", "--type rollback", null, "true", "rollback", "rollback", "", "", "")]
    [InlineData("2026-03-07T14:30:00Z", "workflow_dispatch", "", "a customer waits", "true", "manual", "manual-override", "",
        "2026-12-27T23:00:00Z", "")]
    [InlineData("2026-03-09T10:00:00Z", "workflow_run", "", null, "false", "none", "checks-failed", "", "", "")]
    [InlineData("2026-03-09T10:00:00Z", "workflow_run", "--ci-conclusion success", null, "true", "automated_ci", "open", "",
        "2026-03-09T17:00:00Z", "")]
    [InlineData("2026-03-09T10:00:00Z", "pull_request", "", null, "false", "none", "unsupported-trigger", "", "", "")]
    [InlineData("2026-03-09T10:00:00Z", "pull_request", "--event push", null, "true", "direct_push", "open", "", "2026-03-09T17:00:00Z",
        "")]
    public void TheOutputsTellTheDecisionWhateverTheMode(
        string now, string trigger, string options, string? reason, string deploys, string type, string code, string nextOpen,
        string closesAt, string seconds)
    {
        _world.Trigger = trigger;
        foreach (var mode in (string[])["report", "enforce", "wait --wait-limit 1s"])
        {
            _world.Clock.UtcNow = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
            var result = _world.Run(_world.Gate(), $"--environment production --mode {mode} {options}", reason);
            Assert.Equal(deploys == "true" || mode == "report" ? ExitCode.Passed : ExitCode.Blocked, result.ExitCode);
            Assert.Equal((deploys, type, code),
                (Output(result, "should-deploy"), Output(result, "deployment-type"), Output(result, "reason")));
            Assert.Equal((nextOpen, closesAt, seconds),
                (Output(result, "next-open"), Output(result, "closes-at"), Output(result, "wait-seconds")));
            Assert.Equal(result.Message, Output(result, "explanation"));
        }
    }

    [Fact]
    public void NowIsForTrying()
    {
        var result = _world.Run(_world.Gate(), "--environment production --now 2026-12-24T10:00:00+01:00 --event push");
        Assert.Equal((ExitCode.Passed, "holiday"), (result.ExitCode, Output(result, "reason")));
    }

    [Theory]
    [InlineData("2026-03-09T06:30:00Z", "2h", "2026-03-09T08:00:00Z")]
    [InlineData("2026-03-06T20:00:00Z", "3d", "2026-03-09T08:00:00Z")] // over the weekend
    [InlineData("2026-03-09T10:00:00Z", "2h", "2026-03-09T10:00:00Z")] // open: no wait
    public void WaitPassesAtTheOpening(string now, string limit, string passed)
    {
        _world.Clock.UtcNow = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        var result = _world.Run(_world.Gate(), $"--environment production --mode wait --wait-limit {limit}");
        Assert.Equal((ExitCode.Passed, "true"), (result.ExitCode, Output(result, "should-deploy")));
        Assert.Equal(passed, Instants.Format(_world.Clock.UtcNow));
    }

    [Fact]
    public void WaitingIsToldWithItsEndAndItsProgress()
    {
        _world.Clock.UtcNow = new DateTimeOffset(2026, 3, 9, 7, 59, 0, TimeSpan.Zero);
        _world.Run(_world.Gate(), "--environment production --mode wait");
        Assert.Equal(["waiting until 2026-03-09T08:00:00Z."], _world.Reporter.Infos);
        Assert.Equal([(0, 60), (15, 60), (30, 60), (45, 60)],
            _world.Reporter.Progresses.Select(made => ((int)made.Done, (int)made.Total!)));
    }

    [Theory]
    [InlineData("2026-03-09T06:30:00Z", "push", "89m")] // it opens later than the limit
    [InlineData("2026-03-09T06:30:00Z", "pull_request", "9d")] // it never will
    public void WaitGivesUpAtOnceWhenItCannotHelp(string now, string trigger, string limit)
    {
        _world.Trigger = trigger;
        _world.Clock.UtcNow = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        var result = _world.Run(_world.Gate(), $"--environment production --mode wait --wait-limit {limit}");
        Assert.Equal((ExitCode.Blocked, now), (result.ExitCode, Instants.Format(_world.Clock.UtcNow)));
    }

    [Fact]
    public void TheSummaryPageShowsTheDecisionAsText()
    {
        _world.Clock.UtcNow = new DateTimeOffset(2026, 3, 7, 14, 30, 0, TimeSpan.Zero);
        _world.Trigger = "local";
        var page = _world.Run(_world.Gate(), "--environment production", "<b>*now*</b> @everyone").Page!;
        Assert.Equal("Gate for production: open", page.Title);
        Assert.Contains("&lt;b&gt;\\*now\\*&lt;/b&gt; @\u200beveryone", page.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEnvironmentWithoutACalendarIsOpenButForFreezes()
    {
        _world.Clock.UtcNow = new DateTimeOffset(2026, 3, 7, 3, 0, 0, TimeSpan.Zero);
        var result = _world.Run(_world.Gate(), "--environment staging");
        Assert.Equal(("true", "2026-12-27T23:00:00Z"), (Output(result, "should-deploy"), Output(result, "closes-at")));
    }

    [Fact]
    public void ABadFileOfHolidaysNamesItsPlace()
    {
        _world.Holidays("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR\n");
        var failure = Assert.Throws<PipelineException>(() => _world.Run(_world.Gate(), "--environment production"));
        Assert.StartsWith("holidays/de.ics:3:1: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
    }

    private static string Output(StepResult result, string name) => $"{result.Outputs.Single(pair => pair.Key.Name == name).Value}";
}
