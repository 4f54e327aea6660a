using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Gates.Decisions;
using Pipelines.Model;

namespace Pipelines.Tests.Gates;

/// <summary>What is let in shortly before the calendar closes. 2026-03-11 is a Wednesday; Berlin is an hour ahead of UTC.</summary>
public sealed class TimeLeftTests
{
    private static readonly GateRules Rules = new(
        "production", Given.Calendar("Europe/Berlin", "mon-thu 09:00-18:00;thu 18:00-20:00"),
        [Given.Freeze("2026-03-17T12:00", "2026-03-18T12:00")], [], new OverridePolicy())
    {
        TimeLeft = Duration.FromMinutes(15),
    };

    [Theory]
    [InlineData("2026-03-11T16:44:59", "open", null, "2026-03-11T17:00:00")]
    [InlineData("2026-03-11T16:45:00", "closing-soon", "2026-03-12T08:00:00", null)] // half-open as a window
    [InlineData("2026-03-11T16:59:59", "closing-soon", "2026-03-12T08:00:00", null)]
    [InlineData("2026-03-11T17:00:00", "outside-window", "2026-03-12T08:00:00", null)]
    [InlineData("2026-03-12T16:50:00", "open", null, "2026-03-12T19:00:00")] // another window goes on
    [InlineData("2026-03-17T10:50:00", "closing-soon", "2026-03-18T11:00:00", null)] // a freeze comes
    public void AWindowIsShorterForThoseWhoStart(string now, string reason, string? nextOpen, string? closesAt)
    {
        var decision = new Gate(Rules).Decide(new GateRequest("push", Given.Utc(now)));
        Assert.Equal(reason, decision.ReasonCode);
        Assert.Equal(nextOpen is null ? null : Given.Utc(nextOpen), decision.NextOpen);
        Assert.Equal(closesAt is null ? null : Given.Utc(closesAt), decision.ClosesAt);
    }

    [Theory]
    [InlineData("push", null, false, "closing-soon")]
    [InlineData("local", null, false, "reason-required")]
    [InlineData("local", "INC-1 is burning", false, "manual-override")]
    [InlineData("local", "INC-1 is burning", true, "emergency")]
    [InlineData("schedule", null, false, "closing-soon")]
    public void AnOverrideAndAnEmergencyPass(string trigger, string? reason, bool emergency, string expected) =>
        Assert.Equal(expected, new Gate(Rules)
            .Decide(new GateRequest(trigger, Given.Utc("2026-03-11T16:50:00"), Emergency: emergency, Reason: reason)).ReasonCode);

    [Fact]
    public void ARollbackPasses() =>
        Assert.True(new Gate(Rules)
            .Decide(new GateRequest("push", Given.Utc("2026-03-11T16:50:00"), Type: DeploymentType.Rollback)).ShouldDeploy);

    [Fact]
    public void WindowsThatAreShorterThanItNeverOpen() =>
        Assert.Null(new Gate(Rules with { TimeLeft = Duration.FromHours(12) })
            .Decide(new GateRequest("push", Given.Utc("2026-03-11T10:00:00"))).NextOpen);
}
