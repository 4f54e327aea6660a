using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

/// <summary>The rule "open when the wall clock shows a time in a window", on days on which the wall clock jumps.</summary>
public sealed class DaylightSavingTests
{
    [Theory]
    // 01:00Z: 02:00 -> 03:00
    [InlineData("Europe/Berlin", "02:30-04:00", "2026-03-29", "+2026-03-29T01:00:00 -2026-03-29T02:00:00")]
    [InlineData("Europe/Berlin", "01:00-02:30", "2026-03-29", "+2026-03-29T00:00:00 -2026-03-29T01:00:00")]
    [InlineData("Europe/Berlin", "02:15-02:45", "2026-03-29", "")]
    [InlineData("Europe/Berlin", "01:00-02:15;02:45-04:00", "2026-03-29", "+2026-03-29T00:00:00 -2026-03-29T02:00:00")]
    [InlineData("Europe/Berlin", "09:00-18:00", "2026-03-29", "+2026-03-29T07:00:00 -2026-03-29T16:00:00")]
    [InlineData("Europe/Berlin", "00:00-24:00", "2026-03-29", "")]
    // 01:00Z: 03:00 -> 02:00
    [InlineData("Europe/Berlin", "02:30-04:00", "2026-10-25",
        "+2026-10-25T00:30:00 -2026-10-25T01:00:00 +2026-10-25T01:30:00 -2026-10-25T03:00:00")]
    [InlineData("Europe/Berlin", "01:30-02:30", "2026-10-25",
        "+2026-10-24T23:30:00 -2026-10-25T00:30:00 +2026-10-25T01:00:00 -2026-10-25T01:30:00")]
    [InlineData("Europe/Berlin", "02:15-02:45", "2026-10-25",
        "+2026-10-25T00:15:00 -2026-10-25T00:45:00 +2026-10-25T01:15:00 -2026-10-25T01:45:00")]
    [InlineData("Europe/Berlin", "02:00-03:00", "2026-10-25", "+2026-10-25T00:00:00 -2026-10-25T02:00:00")]
    [InlineData("Europe/Berlin", "00:30-02:00", "2026-10-25", "+2026-10-24T22:30:00 -2026-10-25T00:00:00")]
    [InlineData("Europe/Berlin", "09:00-18:00", "2026-10-25", "+2026-10-25T08:00:00 -2026-10-25T17:00:00")]
    // 07:00Z: 02:00 -> 03:00, and 06:00Z: 02:00 -> 01:00
    [InlineData("America/New_York", "02:30-04:00", "2026-03-08", "+2026-03-08T07:00:00 -2026-03-08T08:00:00")]
    [InlineData("America/New_York", "09:00-17:00", "2026-03-08", "+2026-03-08T13:00:00 -2026-03-08T21:00:00")]
    [InlineData("America/New_York", "01:30-04:00", "2026-11-01",
        "+2026-11-01T05:30:00 -2026-11-01T06:00:00 +2026-11-01T06:30:00 -2026-11-01T09:00:00")]
    [InlineData("America/New_York", "sat 22:00-02:00", "2026-11-01", "-2026-11-01T07:00:00")]
    // half an hour; 15:30Z the day before: 02:00 -> 02:30, and 15:00Z: 02:00 -> 01:30
    [InlineData("Australia/Lord_Howe", "02:15-04:00", "2026-10-04", "+2026-10-03T15:30:00 -2026-10-03T17:00:00")]
    [InlineData("Australia/Lord_Howe", "02:05-02:25", "2026-10-04", "")]
    [InlineData("Australia/Lord_Howe", "01:45-04:00", "2026-04-05",
        "+2026-04-04T14:45:00 -2026-04-04T15:00:00 +2026-04-04T15:15:00 -2026-04-04T17:30:00")]
    // summer time is put aside for Ramadan; 02:00Z: 03:00 -> 02:00, and 02:00Z: 02:00 -> 03:00
    [InlineData("Africa/Casablanca", "02:30-04:00", "2026-02-15",
        "+2026-02-15T01:30:00 -2026-02-15T02:00:00 +2026-02-15T02:30:00 -2026-02-15T04:00:00")]
    [InlineData("Africa/Casablanca", "02:30-04:00", "2026-03-22", "+2026-03-22T02:00:00 -2026-03-22T03:00:00")]
    [InlineData("Africa/Casablanca", "09:00-17:00", "2026-03-01", "+2026-03-01T09:00:00 -2026-03-01T17:00:00")]
    // midnight itself is in the gap; 03:00Z: 00:00 -> 01:00
    [InlineData("America/Sao_Paulo", "sun 00:00-06:00", "2017-10-15", "+2017-10-15T03:00:00 -2017-10-15T08:00:00")]
    [InlineData("America/Sao_Paulo", "sun 00:00-24:00", "2017-10-15", "+2017-10-15T03:00:00 -2017-10-16T02:00:00")]
    [InlineData("America/Sao_Paulo", "sat 22:00-00:30", "2017-10-15", "-2017-10-15T03:00:00")]
    // 02:00Z: midnight back to 23:00 of the day before
    [InlineData("America/Sao_Paulo", "sat 23:30-24:00", "2018-02-18",
        "+2018-02-18T01:30:00 -2018-02-18T02:00:00 +2018-02-18T02:30:00 -2018-02-18T03:00:00")]
    [InlineData("America/Sao_Paulo", "sun 00:00-24:00", "2018-02-18", "+2018-02-18T03:00:00 -2018-02-19T03:00:00")]
    // 03:31Z until 2011: 00:01 back to 23:01 of the day before, so that Sunday begins twice
    [InlineData("America/St_Johns", "sun 00:00-01:00", "2010-11-07",
        "+2010-11-07T02:30:00 -2010-11-07T02:31:00 +2010-11-07T03:30:00 -2010-11-07T04:30:00")]
    public void TheChangesOfOneLocalDay(string zone, string windows, string day, string expected)
    {
        // From before the last midnight that may be shown twice to the end of the day, included.
        var (calendar, date) = (Given.Calendar(zone, windows), Given.Date(day));
        var from = calendar.Zone.AtStartOfDay(date).ToInstant();
        var until = calendar.Zone.AtStartOfDay(date.PlusDays(1)).ToInstant();
        var listing =
            Given.Listing(calendar, Text(from.Minus(NodaTime.Duration.FromMinutes(119))),
                Text(until.Plus(NodaTime.Duration.FromMinutes(1))));
        Assert.Equal(expected, listing);
    }

    [Theory]
    [InlineData("09:00-18:00", "+2011-12-29T19:00:00 -2011-12-30T04:00:00 +2011-12-30T19:00:00 -2011-12-31T04:00:00")]
    [InlineData("fri 09:00-18:00", "")]
    [InlineData("fri 00:00-24:00", "")]
    [InlineData("thu,fri,sat 00:00-24:00", "+2011-12-29T10:00:00 -2011-12-31T10:00:00")]
    [InlineData("thu 22:00-02:00", "+2011-12-30T08:00:00 -2011-12-30T10:00:00")]
    [InlineData("fri 22:00-02:00", "+2011-12-30T10:00:00 -2011-12-30T12:00:00")] // its Saturday part: the clock shows it
    public void TheFridayThatSamoaLeftOut(string windows, string expected) =>
        Assert.Equal(expected, Given.Listing(Given.Calendar("Pacific/Apia", windows), "2011-12-29T09:59:00", "2011-12-31T11:00:00"));

    private static string Text(NodaTime.Instant instant) => NodaTime.Text.InstantPattern.General.Format(instant)[..^1];
}
