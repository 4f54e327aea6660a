using Pipelines.Calendars.Windows;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class BusinessCalendarTests
{
    private static readonly Window Thursday = Window.Day(Given.Date("2026-03-05"), "Founders' day");

    // 2026-03-02 is a Monday; Berlin is an hour ahead of UTC.
    [Theory]
    [InlineData("mon-thu 09:00-18:00;fri 09:00-15:00",
        "+2026-03-04T08:00:00 -2026-03-04T17:00:00 +2026-03-06T08:00:00 -2026-03-06T14:00:00")]
    [InlineData("wed,fri 09:00-12:00;wed,fri 13:00-18:00",
        "+2026-03-04T08:00:00 -2026-03-04T11:00:00 +2026-03-04T12:00:00 -2026-03-04T17:00:00 +2026-03-06T08:00:00 -2026-03-06T11:00:00 "
        + "+2026-03-06T12:00:00 -2026-03-06T17:00:00")]
    [InlineData("wed 09:00-12:00;wed 12:00-18:00", "+2026-03-04T08:00:00 -2026-03-04T17:00:00")] // adjacent
    [InlineData("wed 09:00-14:00;wed 10:00-18:00", "+2026-03-04T08:00:00 -2026-03-04T17:00:00")] // overlapping
    [InlineData("tue 20:00-24:00;wed 00:00-06:00", "+2026-03-03T19:00:00 -2026-03-04T05:00:00")] // adjacent at midnight
    [InlineData("wed 22:00-02:00", "+2026-03-04T21:00:00 -2026-03-04T23:00:00")] // a holiday ends the window of the evening before
    [InlineData("thu 22:00-02:00", "+2026-03-05T23:00:00 -2026-03-06T01:00:00")] // and not the day after its own
    [InlineData("00:00-24:00", "-2026-03-04T23:00:00 +2026-03-05T23:00:00")]
    [InlineData("", "-2026-03-04T23:00:00 +2026-03-05T23:00:00")] // no windows: always open but for the holiday
    public void ListsEachChangeOfState(string windows, string expected) =>
        Assert.Equal(expected,
            Given.Listing(Given.Calendar("Europe/Berlin", windows, Thursday), "2026-03-03T17:30:00", "2026-03-07T12:00:00"));

    [Fact]
    public void TheFirstElementIsTheStateAtTheStart()
    {
        var changes = Given.Calendar("Europe/Berlin", "mon-fri 09:00-18:00", Thursday)
            .Changes(Given.Utc("2026-03-04T12:34:56"), Given.Utc("2026-03-06T12:00:00"));
        Assert.Equal(
            [
                new CalendarChange(Given.Utc("2026-03-04T12:34:56"), true, "open", "inside mon-fri 09:00-18:00"),
                new CalendarChange(Given.Utc("2026-03-04T17:00:00"), false, "outside-window", "outside mon-fri 09:00-18:00"),
                new CalendarChange(Given.Utc("2026-03-06T08:00:00"), true, "open", "inside mon-fri 09:00-18:00"),
            ],
            changes);
    }

    [Fact]
    public void TheRangeIsHalfOpenAndMayBeEmpty()
    {
        var calendar = Given.Calendar("UTC", "mon 09:00-18:00");
        var (opening, closing) = (Given.Utc("2026-03-02T09:00:00"), Given.Utc("2026-03-02T18:00:00"));
        Assert.Equal([opening], calendar.Changes(opening, closing).Select(change => change.At));
        Assert.Empty(calendar.Changes(opening, opening));
        Assert.Empty(calendar.Changes(closing, opening));
    }

    [Theory]
    [InlineData("2026-03-05T10:00:00", false, "holiday", "in the holiday Founders' day")]
    [InlineData("2026-03-05T22:59:59", false, "holiday", "in the holiday Founders' day")]
    [InlineData("2026-03-05T23:00:00", false, "outside-window", "outside mon-fri 09:00-18:00")]
    [InlineData("2026-03-06T08:00:00", true, "open", "inside mon-fri 09:00-18:00")]
    public void TellsTheDecidingRule(string at, bool open, string reason, string text) =>
        Assert.Equal(new CalendarState(open, reason, text),
            Given.Calendar("Europe/Berlin", "mon-fri 09:00-18:00", Thursday).At(Given.Utc(at)));

    [Fact]
    public void NamesOfHolidaysCannotForgeALogLine()
    {
        var calendar = Given.Calendar("UTC", "", Window.Day(Given.Date("2026-03-05"), "x\n::error::gotcha \u202Eevil"));
        Assert.Equal(@"in the holiday x\u{a}::error::gotcha \u{202e}evil", calendar.At(Given.Utc("2026-03-05T10:00:00")).Text);
    }
}
