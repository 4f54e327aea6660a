using Pipelines.Calendars.Windows;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class HolidayTests
{
    [Theory]
    [InlineData("2026-12-24T00:00", true)]
    [InlineData("2026-12-23T23:59:59", false)]
    [InlineData("2026-12-26T23:59:59", true)]
    [InlineData("2026-12-27T00:00", false)]
    [InlineData("2027-12-25T00:00", false)]
    public void OnceMeansOnce(string local, bool covered) => Assert.Equal(
        covered, Window.Once("Christmas", Given.Local("2026-12-24"), Given.Local("2026-12-27")).Contains(Given.Local(local)));

    [Theory]
    [InlineData("2019-12-31T12:00", false)]
    [InlineData("2020-12-31T12:00", true)]
    [InlineData("2021-01-01T12:00", true)] // over the end of the year
    [InlineData("2021-01-02T00:00", false)]
    [InlineData("2021-12-31T12:00", false)]
    [InlineData("2022-12-31T12:00", true)]
    [InlineData("2025-01-01T23:59:59", true)]
    [InlineData("2026-12-31T12:00", false)] // after the last year
    public void YearlyFollowsTheIntervalToTheLastYear(string local, bool covered)
    {
        var holiday = Given.Recurring("FREQ=YEARLY;INTERVAL=2;UNTIL=20251231T235959", "2020-12-31", "2021-01-02");
        Assert.Equal(covered, holiday.Contains(Given.Local(local)));
    }

    [Theory]
    [InlineData("2024-02-29T12:00", true)]
    [InlineData("2025-02-28T12:00", false)]
    [InlineData("2025-03-01T12:00", false)]
    [InlineData("2028-02-29T12:00", true)]
    public void TheLeapDayIsLeftOutOfOtherYears(string local, bool covered)
    {
        var holiday = Given.Recurring("FREQ=YEARLY", "2024-02-29", "2024-03-01");
        Assert.Equal(covered, holiday.Contains(Given.Local(local)));
    }

    [Fact]
    public void TimesOfAnotherZoneCloseExactlyThen()
    {
        var call = Window.Once("call", Given.Local("2026-03-10T09:00"), Given.Local("2026-03-10T11:30"), Given.Zone("America/New_York"));
        var calendar = Given.Calendar("Europe/Berlin", "", call); // New York is in summer time already, Berlin is not
        Assert.Equal("-2026-03-10T13:00:00 +2026-03-10T15:30:00", Given.Listing(calendar, "2026-03-01T00:00:00", "2026-04-01T00:00:00"));
    }

    [Fact]
    public void ADayThatBeginsInAGapBeginsAfterIt()
    {
        var calendar = Given.Calendar("America/Sao_Paulo", "", Window.Day(Given.Date("2017-10-15")));
        Assert.Equal("-2017-10-15T03:00:00 +2017-10-16T02:00:00", Given.Listing(calendar, "2017-10-01T00:00:00", "2017-11-01T00:00:00"));
    }
}
