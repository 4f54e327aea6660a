using Pipelines.Calendars.Windows;
using Pipelines.Model;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class EnvironmentCalendarTests
{
    private static readonly BusinessCalendar Office =
        Given.Calendar("Europe/Berlin", "mon-fri 09:00-18:00", Window.Day(Given.Date("2026-03-04"), "Founders' day"));

    // Tuesday noon to Thursday noon, over the holiday.
    private static readonly Freeze Freeze =
        Given.Freeze("2026-03-03T12:00", "2026-03-05T12:00", name: "launch", except: DeploymentType.EmergencyManual);

    [Theory]
    [InlineData(DeploymentType.AutomatedCi,
        "+2026-03-02T08:00:00 -2026-03-02T17:00:00 +2026-03-03T08:00:00 -2026-03-03T11:00:00 +2026-03-05T11:00:00 -2026-03-05T17:00:00")]
    [InlineData(DeploymentType.ScheduledMaintenance,
        "+2026-03-02T08:00:00 -2026-03-02T17:00:00 +2026-03-03T08:00:00 -2026-03-03T11:00:00 +2026-03-05T11:00:00 -2026-03-05T17:00:00")]
    [InlineData(DeploymentType.EmergencyManual, "")]
    [InlineData(DeploymentType.Rollback, "")]
    public void FreezesAreTakenOutOfTheHoursThatTheTypeHeeds(DeploymentType type, string expected) =>
        Assert.Equal(expected,
            Given.Listing(new EnvironmentCalendar("production", type, Office, [Freeze]), "2026-03-02T00:00:00", "2026-03-06T00:00:00"));

    [Fact]
    public void FreezesOfOtherEnvironmentsArePassedOver()
    {
        var calendar = new EnvironmentCalendar("staging", DeploymentType.Manual, Office, [Freeze with { Environments = ["production"] }]);
        Assert.True(calendar.IsOpen(Given.Utc("2026-03-03T13:00:00")));
    }

    [Theory]
    [InlineData("2026-03-03T10:59:59", "open", "inside mon-fri 09:00-18:00")]
    [InlineData("2026-03-03T11:00:00", "freeze", "in the freeze launch")]
    [InlineData("2026-03-04T10:00:00", "freeze", "in the freeze launch")]
    [InlineData("2026-03-05T11:00:00", "open", "inside mon-fri 09:00-18:00")]
    public void AFreezeBeatsAHolidayAndAWindow(string at, string reason, string text) =>
        Assert.Equal(
            new CalendarState(reason == "open", reason, text),
            new EnvironmentCalendar("production", DeploymentType.DirectPush, Office, [Freeze]).At(Given.Utc(at)));

    [Fact]
    public void FreezesThatOverlapAreOne()
    {
        var second = Given.Freeze("2026-03-05T10:00", "2026-03-06T10:00", name: "audit");
        var calendar = new EnvironmentCalendar("production", DeploymentType.DirectPush, Office, [Freeze, second]);
        Assert.Equal(Given.Utc("2026-03-06T09:00:00"), calendar.NextOpening(Given.Utc("2026-03-03T13:00:00")));
    }
}
