using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Model;

namespace Pipelines.Tests.Gates;

public sealed class GateTests
{
    private const string Wednesday = "2026-03-11T10:00:00"; // 11:00 in Berlin: open
    private const string Saturday = "2026-03-14T14:30:00"; // outside of the windows
    private const string Founders = "2026-03-10T10:00:00"; // Tuesday, a holiday
    private const string Frozen = "2026-12-22T10:00:00"; // Tuesday, in the freeze
    private const string Good = "INC-4711: payments fail";

    internal static readonly GateRules Rules = new(
        "production",
        Given.Calendar("Europe/Berlin", "mon-thu 09:00-18:00;fri 09:00-15:00", Window.Day(Given.Date("2026-03-10"), "Founders' day")),
        [Given.Freeze("2026-12-20T00:00", "2027-01-04T00:00")],
        [],
        Policy("INC-[0-9]+"));

    [Theory]
    // The checks tell.
    [InlineData("workflow_run", "success", Wednesday, "automated_ci", "open", null)]
    [InlineData("workflow_run", "success", Saturday, "none", "outside-window", "2026-03-16T08:00:00")]
    [InlineData("workflow_run", "success", Founders, "none", "holiday", "2026-03-11T08:00:00")]
    [InlineData("workflow_run", "success", Frozen, "none", "freeze", "2027-01-04T08:00:00")]
    [InlineData("workflow_run", "failure", Wednesday, "none", "checks-failed", null)]
    [InlineData("workflow_run", "cancelled", Saturday, "none", "checks-failed", null)]
    [InlineData("workflow_run", "Success", Wednesday, "none", "checks-failed", null)]
    [InlineData("workflow_run", null, Wednesday, "none", "checks-failed", null)]
    [InlineData("workflow_run", " ", Wednesday, "none", "checks-failed", null)]
    [InlineData("parent_pipeline", null, Wednesday, "automated_ci", "open", null)]
    [InlineData("pipeline", "failed", Wednesday, "none", "checks-failed", null)]
    // A push.
    [InlineData("push", null, Wednesday, "direct_push", "open", null)]
    [InlineData("push", "success", Wednesday, "direct_push", "open", null)]
    [InlineData("push", "failure", Wednesday, "none", "checks-failed", null)]
    [InlineData("push", null, Saturday, "none", "outside-window", "2026-03-16T08:00:00")]
    [InlineData("release", null, Founders, "none", "holiday", "2026-03-11T08:00:00")]
    // A schedule heeds the clock as every other machine does.
    [InlineData("schedule", null, Wednesday, "scheduled_maintenance", "scheduled", null)]
    [InlineData("schedule", null, Saturday, "none", "outside-window", "2026-03-16T08:00:00")]
    [InlineData("schedule", null, Founders, "none", "holiday", "2026-03-11T08:00:00")]
    [InlineData("schedule", null, Frozen, "none", "freeze", "2027-01-04T08:00:00")]
    [InlineData("schedule", "failure", Saturday, "none", "checks-failed", null)]
    // Never.
    [InlineData("pull_request", "success", Wednesday, "none", "unsupported-trigger", null)]
    [InlineData("merge_request_event", "success", Wednesday, "none", "unsupported-trigger", null)]
    [InlineData("", "success", Wednesday, "none", "unsupported-trigger", null)]
    public void MachinesAreLetInByTheTable(string trigger, string? conclusion, string now, string type, string reason, string? nextOpen) =>
        AssertDecision(new GateRequest(trigger, Given.Utc(now), conclusion), Rules, type, reason, nextOpen);

    [Theory]
    [InlineData("workflow_dispatch", null, null, Wednesday, "manual", "open", null)]
    [InlineData("web", "success", null, Wednesday, "manual", "open", null)]
    [InlineData("workflow_dispatch", "failure", Good, Wednesday, "none", "checks-failed", null)]
    [InlineData("workflow_dispatch", "failure", Good, Saturday, "none", "checks-failed", null)]
    [InlineData("workflow_dispatch", null, null, Saturday, "none", "reason-required", "2026-03-16T08:00:00")]
    [InlineData("workflow_dispatch", null, "INC-4711", Saturday, "none", "reason-required", "2026-03-16T08:00:00")]
    [InlineData("workflow_dispatch", null, "because I say so", Founders, "none", "reason-required", "2026-03-11T08:00:00")]
    [InlineData("workflow_dispatch", null, Good, Saturday, "manual", "manual-override", null)]
    [InlineData("local", null, Good, Founders, "manual", "manual-override", null)]
    // without a reason: the first window after it
    [InlineData("workflow_dispatch", null, null, Frozen, "none", "freeze", "2027-01-04T08:00:00")]
    [InlineData("workflow_dispatch", null, Good, Frozen, "none", "freeze", "2027-01-03T23:00:00")] // with one: its end
    public void PeopleAreLetInByTheTable(string trigger, string? conclusion, string? why, string now, string type, string reason,
        string? nextOpen) =>
        AssertDecision(new GateRequest(trigger, Given.Utc(now), conclusion, Reason: why), Rules, type, reason, nextOpen);

    [Theory]
    [InlineData("workflow_dispatch", "failure", Good, Saturday, "emergency_manual", "emergency", null)]
    [InlineData("api", null, Good, Founders, "emergency_manual", "emergency", null)]
    [InlineData("workflow_dispatch", "success", null, Wednesday, "none", "reason-required", null)]
    [InlineData("workflow_dispatch", "success", "INC-1", Wednesday, "none", "reason-required", null)]
    [InlineData("workflow_dispatch", null, null, Frozen, "none", "reason-required", null)]
    [InlineData("workflow_dispatch", null, Good, Frozen, "none", "freeze", "2027-01-03T23:00:00")]
    [InlineData("push", "success", Good, Wednesday, "none", "unsupported-trigger", null)]
    [InlineData("schedule", "success", Good, Wednesday, "none", "unsupported-trigger", null)]
    public void EmergenciesAreLetInByTheTable(string trigger, string? conclusion, string? why, string now, string type, string reason,
        string? nextOpen) =>
        AssertDecision(new GateRequest(trigger, Given.Utc(now), conclusion, Emergency: true, why), Rules, type, reason, nextOpen);

    [Theory]
    [InlineData("workflow_dispatch", false, DeploymentType.Manual, "manual", "manual-override")]
    [InlineData("workflow_dispatch", true, DeploymentType.Manual, "none", "freeze")]
    [InlineData("workflow_dispatch", true, DeploymentType.EmergencyManual, "emergency_manual", "emergency")]
    [InlineData("workflow_dispatch", false, DeploymentType.EmergencyManual, "none", "freeze")]
    [InlineData("schedule", false, DeploymentType.ScheduledMaintenance, "scheduled_maintenance", "scheduled")]
    public void AFreezeLetsItsExceptionsPass(string trigger, bool emergency, DeploymentType except, string type, string reason)
    {
        var rules = Rules with { Freezes = [Given.Freeze("2026-12-20", "2027-01-04", except: except)] };
        var decision = new Gate(rules)
            .Decide(new GateRequest(trigger, Given.Utc(trigger == "schedule" ? Frozen : "2026-12-26T10:00:00"), null, emergency, Good));
        Assert.Equal((type, reason), (decision.DeploymentType.WireName(), decision.ReasonCode));
    }

    [Theory]
    [InlineData(DeploymentType.Promotion, Wednesday, "promotion", "open", null)]
    [InlineData(DeploymentType.Promotion, Saturday, "promotion", "manual-override", null)]
    [InlineData(DeploymentType.Promotion, Frozen, "none", "freeze", "2027-01-03T23:00:00")]
    [InlineData(DeploymentType.Queued, Wednesday, "queued", "open", null)]
    [InlineData(DeploymentType.Queued, Frozen, "none", "freeze", "2027-01-04T08:00:00")]
    [InlineData(DeploymentType.Rollback, Wednesday, "rollback", "rollback", null)]
    [InlineData(DeploymentType.Rollback, Saturday, "rollback", "rollback", null)]
    [InlineData(DeploymentType.Rollback, Founders, "rollback", "rollback", null)]
    [InlineData(DeploymentType.Rollback, Frozen, "rollback", "rollback", null)]
    public void TypesThatNoTriggerTellsHeedTheClockExceptRollbacks(DeploymentType given, string now, string type, string reason,
        string? nextOpen) =>
        AssertDecision(new GateRequest("workflow_dispatch", Given.Utc(now), Reason: Good, Type: given), Rules, type, reason, nextOpen);

    [Theory] // the reason is a person's
    [InlineData("push", Good)]
    [InlineData("workflow_dispatch", null)]
    public void APromotionOutsideTheWindowNeedsAPersonAndAReason(string trigger, string? reason) => Assert.False(new Gate(Rules)
        .Decide(new GateRequest(trigger, Given.Utc(Saturday), Reason: reason, Type: DeploymentType.Promotion)).ShouldDeploy);

    [Theory]
    [InlineData("pull_request", "failure")]
    [InlineData("push", null)]
    public void ARollbackPassesWhateverStartedIt(string trigger, string? conclusion)
    {
        var rules = Rules with { AllowedTriggers = ["schedule"] };
        Assert.True(new Gate(rules)
            .Decide(new GateRequest(trigger, Given.Utc(Frozen), conclusion, Type: DeploymentType.Rollback)).ShouldDeploy);
    }

    [Theory]
    [InlineData(DeploymentType.ScheduledMaintenance)]
    [InlineData(DeploymentType.EmergencyManual)]
    [InlineData(DeploymentType.None)]
    public void ATypeThatWouldPassMoreThanItsTriggerIsAnError(DeploymentType type)
    {
        var failure =
            Assert.Throws<PipelineException>(() => new Gate(Rules).Decide(new GateRequest("push", Given.Utc(Saturday), Type: type)));
        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
    }

    [Theory]
    [InlineData("push", "trigger-not-allowed")]
    [InlineData("workflow_run", "open")]
    [InlineData("pull_request", "unsupported-trigger")]
    public void OnlyAllowedTriggersDeploy(string trigger, string reason) => Assert.Equal(
        reason,
        new Gate(Rules with { AllowedTriggers = ["workflow_run", "pull_request"] })
            .Decide(new GateRequest(trigger, Given.Utc(Wednesday), "success")).ReasonCode);

    [Theory]
    [InlineData("local", "manual")]
    [InlineData("push", "direct_push")]
    public void WithoutACalendarItIsOpenAndNoReasonIsAskedFor(string trigger, string type)
    {
        var decision = new Gate(Rules with { Calendar = null, Freezes = [] }).Decide(new GateRequest(trigger, Given.Utc(Saturday)));
        Assert.Equal((true, type, "open", (Instant?)null),
            (decision.ShouldDeploy, decision.DeploymentType.WireName(), decision.ReasonCode, decision.ClosesAt));
    }

    [Theory]
    [InlineData("push", null, Wednesday, "2026-03-11T17:00:00")]
    [InlineData("push", null, "2026-03-13T13:59:59", "2026-03-13T14:00:00")] // Friday
    [InlineData("schedule", null, Wednesday, "2026-03-11T17:00:00")]
    [InlineData("workflow_dispatch", Good, Saturday, "2026-12-19T23:00:00")]
    public void ItTellsUntilWhenTheSameRequestPasses(string trigger, string? why, string now, string closesAt) => Assert.Equal(
        Given.Utc(closesAt), new Gate(Rules).Decide(new GateRequest(trigger, Given.Utc(now), Reason: why)).ClosesAt);

    [Fact]
    public void AGateThatNeverOpensSaysSo()
    {
        var rules = Rules with { Freezes = [Given.Freeze("2026-01-01", "2036-01-01")] };
        var decision = new Gate(rules).Decide(new GateRequest("push", Given.Utc(Wednesday)));
        Assert.Equal((false, null, null), (decision.ShouldDeploy, decision.NextOpen, decision.Wait));
        Assert.EndsWith("It does not open within two years.", decision.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void ATimeOutOfRangeIsAnError() =>
        Assert.Throws<PipelineException>(() => new Gate(Rules).Decide(new GateRequest("push", Instant.MaxValue)));

    private static OverridePolicy Policy(string pattern) =>
        OverridePolicy.TryParse(pattern, OverridePolicy.DefaultMinLength, out var policy, out var error)
            ? policy : throw new ArgumentException(error);

    /// <summary>And what every decision keeps: it deploys as something or not at all, and the opening it names is one.</summary>
    private static void AssertDecision(GateRequest request, GateRules rules, string type, string reason, string? nextOpen)
    {
        var decision = new Gate(rules).Decide(request);
        Assert.Equal((type, reason), (decision.DeploymentType.WireName(), decision.ReasonCode));
        Assert.Equal(type != "none", decision.ShouldDeploy);
        Assert.Equal(nextOpen is null ? null : Given.Utc(nextOpen), decision.NextOpen);
        Assert.Equal(decision.NextOpen - request.Now, decision.Wait);
        if (decision.NextOpen is { } at)
        {
            Assert.True(new Gate(rules).Decide(request with { Now = at }).ShouldDeploy);
            Assert.False(new Gate(rules).Decide(request with { Now = at - Duration.Epsilon }).ShouldDeploy);
        }
    }
}
