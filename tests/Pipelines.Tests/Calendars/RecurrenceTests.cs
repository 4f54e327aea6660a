using NodaTime;
using NodaTime.Text;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

/// <summary>The rules of RFC 5545 by their dates. CalendarCorpusTests and bench/oracles compare thousands of random ones.</summary>
public sealed class RecurrenceTests
{
    [Theory]
    [InlineData("FREQ=DAILY", "2026-03-02", "03-02 03-03 03-04 03-05")]
    [InlineData("FREQ=DAILY;INTERVAL=3", "2026-03-02", "03-02 03-05 03-08 03-11")]
    [InlineData("FREQ=DAILY;BYMONTH=3,5;BYDAY=MO", "2026-03-23", "03-23 03-30 05-04 05-11")]
    [InlineData("FREQ=DAILY;COUNT=2", "2026-03-02", "03-02 03-03")]
    [InlineData("FREQ=DAILY;UNTIL=20260304T000000", "2026-03-02", "03-02 03-03 03-04")]
    [InlineData("FREQ=WEEKLY", "2026-03-03", "03-03 03-10 03-17 03-24")]
    [InlineData("FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-03", "03-03 03-05 03-10 03-12")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "2026-03-03", "03-03 03-08 03-17 03-22")] // the RFC's example of WKST: with Monday
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "2026-03-03", "03-03 03-15 03-17 03-29")] // and with Sunday
    [InlineData("FREQ=MONTHLY", "2026-01-31", "01-31 03-31 05-31 07-31")] // months without a 31st are left out
    [InlineData("FREQ=MONTHLY;BYDAY=2TU", "2026-01-13", "01-13 02-10 03-10 04-14")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30", "01-30 02-27 03-27 04-24")]
    [InlineData("FREQ=MONTHLY;BYDAY=1SU,-1SU", "2026-01-04", "01-04 01-25 02-01 02-22")]
    [InlineData("FREQ=MONTHLY;BYDAY=5MO", "2026-03-30", "03-30 06-29 08-31 11-30")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO", "2026-03-02", "03-02 03-09 03-16 03-23")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "01-31 02-28 03-31 04-30")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=2,15", "2026-03-02", "03-02 03-15 04-02 04-15")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "2026-02-13", "02-13 03-13 11-13 08-13")]
    [InlineData("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "2026-01-05", "01-05 03-02 05-04 07-06")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-30", "01-30 02-27 03-31 04-30")] // last working day
    [InlineData("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "2026-01-13", "01-13 02-10 03-10 04-14")] // as some programs write 2TU
    [InlineData("FREQ=YEARLY", "2024-02-29", "02-29 02-29 02-29 02-29")]
    [InlineData("FREQ=YEARLY;BYMONTH=3,6", "2026-03-02", "03-02 06-02 03-02 06-02")]
    [InlineData("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-26", "11-26 11-25 11-23 11-22")] // Thanksgiving
    [InlineData("FREQ=YEARLY;BYDAY=20MO", "2026-05-18", "05-18 05-17 05-15 05-14")]
    [InlineData("FREQ=YEARLY;BYDAY=-1MO", "2026-12-28", "12-28 12-27 12-25 12-31")]
    [InlineData("FREQ=YEARLY;BYMONTHDAY=1", "2026-03-01", "03-01 04-01 05-01 06-01")]
    // the RFC's election day
    [InlineData("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "2024-11-05", "11-05 11-07 11-02 11-04")]
    public void TheDatesOfARule(string rule, string start, string dates)
    {
        var window = Given.Recurring(rule, start, start + "T01:00");
        var found = Given.Occurrences(window, "2020-01-01", "2040-01-01").Take(4).Select(each => each.From.Date);
        Assert.Equal(dates, string.Join(' ', found.Select(LocalDatePattern.CreateWithInvariantCulture("MM-dd").Format)));
        Assert.All(found, date => Assert.True(window.Contains(date.At(new LocalTime(0, 30)))));
    }

    [Fact]
    public void ADayIsSkippedAndCountsAllTheSame() => Assert.Equal(
        ["2026-03-02", "2026-03-04"],
        Given.Occurrences(Given.Recurring("FREQ=DAILY;COUNT=3", "2026-03-02", "2026-03-02T01:00", "2026-03-03"), "2026-01-01", "2027-01-01")
            .Select(each => LocalDatePattern.Iso.Format(each.From.Date)));

    [Fact]
    public void ARuleThatNeverOccursIsRefusedAndNotSearchedForEver()
    {
        var failure =
            Assert.Throws<PipelineException>(() =>
                Given.Recurring("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-02-28", "2026-02-28T01:00"));
        Assert.Contains("There is no occurrence.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStartThatIsNoOccurrenceIsToldTheFirstOne()
    {
        var failure = Assert.Throws<PipelineException>(() => Given.Recurring("FREQ=MONTHLY;BYDAY=2TU", "2026-03-02", "2026-03-02T01:00"));
        Assert.Contains("The first occurrence is 2026-03-10.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyTheYearsThatAreAskedForAreLookedAt()
    {
        var days = new CountingDays(new MatchingDays(_ => true));
        var calendar = new BusinessCalendar(DateTimeZone.Utc, [new Window("x", days, [new DaySpan(0, 60)])], []);
        Assert.Equal(Given.Utc("2026-03-03T00:00:00"), calendar.NextOpening(Given.Utc("2026-03-02T12:00:00")));
        Assert.True(calendar.IsOpen(Given.Utc("2026-12-31T00:00:00")));
        Assert.InRange(days.Yielded, 365, 375);
    }
}
