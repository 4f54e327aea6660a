using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Model;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class FreezeTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-12-20T00:00", "2027-01-04T00:00", "2026-12-19T23:00:00", "2027-01-03T23:00:00")]
    // In a gap: both are the end of the gap.
    [InlineData("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T12:00", "2026-03-29T01:00:00", "2026-03-29T10:00:00")]
    [InlineData("Europe/Berlin", "2026-03-28T12:00", "2026-03-29T02:30", "2026-03-28T11:00:00", "2026-03-29T01:00:00")]
    // Shown twice: from the first, to the second.
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T12:00", "2026-10-25T00:30:00", "2026-10-25T11:00:00")]
    [InlineData("Europe/Berlin", "2026-10-24T12:00", "2026-10-25T02:30", "2026-10-24T10:00:00", "2026-10-25T01:30:00")]
    [InlineData("America/New_York", "2026-11-01T01:15", "2026-11-01T01:45", "2026-11-01T05:15:00", "2026-11-01T06:45:00")]
    [InlineData("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-05T01:50", "2026-04-04T14:45:00", "2026-04-04T15:20:00")]
    [InlineData("America/Sao_Paulo", "2017-10-15T00:00", "2017-10-16T00:00", "2017-10-15T03:00:00", "2017-10-16T02:00:00")]
    [InlineData("Pacific/Apia", "2011-12-30T00:00", "2011-12-31T00:00", "2011-12-30T10:00:00", "2011-12-30T10:00:00")]
    public void ItIsNeverShorterThanMeant(string zone, string from, string until, string start, string end) =>
        Assert.Equal(
            start == end ? "" : $"-{start} +{end}",
            Given.Listing(
                new EnvironmentCalendar("production", DeploymentType.DirectPush, BusinessCalendar.AlwaysOpen(DateTimeZone.Utc),
                [Given.Freeze(from, until, zone)]), "2011-01-01T00:00:00", "2028-01-01T00:00:00"));

    [Theory]
    [InlineData("production", DeploymentType.DirectPush, true)]
    [InlineData("staging", DeploymentType.DirectPush, false)]
    [InlineData("Production", DeploymentType.DirectPush, false)]
    [InlineData("production", DeploymentType.EmergencyManual, false)]
    [InlineData("production", DeploymentType.ScheduledMaintenance, true)]
    [InlineData("production", DeploymentType.Rollback, false)]
    public void ItHoldsForItsEnvironmentsAndAllTypesButTheExceptions(string environment, DeploymentType type, bool applies)
    {
        var freeze =
            Given.Freeze("2026-12-20", "2027-01-04", except: DeploymentType.EmergencyManual) with { Environments = ["production"] };
        Assert.Equal(applies, freeze.AppliesTo(environment, type));
    }

    [Theory]
    [InlineData("2026-12-20T00:00", "2026-12-20T00:01", true)]
    [InlineData("2026-12-20T00:00", "2026-12-20T00:00", false)]
    [InlineData("2027-12-20T00:00", "2026-12-20T00:00", false)]
    public void ItEndsAfterItBegins(string from, string until, bool valid) =>
        Assert.Equal(valid, Freeze.TimesError(Given.Local(from), Given.Local(until)) is null);
}
