using Pipelines.Calendars.ICalendar;
using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class IcsCalendarTests
{
    [Fact]
    public void ReadsARealisticFile()
    {
        const string text = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Example//Holidays//EN
            X-WR-CALNAME:Holidays
            BEGIN:VTIMEZONE
            TZID:Europe/Berlin
            BEGIN:DAYLIGHT
            DTSTART:19810329T020000
            RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
            TZOFFSETFROM:+0100
            TZOFFSETTO:+0200
            END:DAYLIGHT
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:1@example.org
            DTSTAMP:20250101T000000Z
            DTSTART;VALUE=DATE:20261224
            DTEND;VALUE=DATE:20261227
            SUMMARY;LANGUAGE=en:Christmas\, all of it\; and a very very ve
             ry long name
            TRANSP:TRANSPARENT
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;TZID="Europe/Berlin":20261231T120000
            DTEND;TZID="Europe/Berlin":20261231T180000
            SUMMARY:Half a day
            BEGIN:VALARM
            TRIGGER:-PT15M
            DURATION:PT5M
            END:VALARM
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260501
            STATUS:CANCELLED
            RRULE:FREQ=WEEKLY
            END:VEVENT
            END:VCALENDAR
            """;
        Assert.Equal(
            [
                "Christmas, all of it; and a very very very long name: 2026-12-24T00:00:00 to 2026-12-27T00:00:00",
                "Half a day: 2026-12-31T12:00:00 to 2026-12-31T18:00:00 Europe/Berlin",
            ],
            IcsCalendar.Parse(text, "de.ics").SelectMany(Occurrences));
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261224", "2026-12-24", "2026-12-25", null)]
    [InlineData("DTSTART:20261224", "2026-12-24", "2026-12-25", null)]
    [InlineData("dtstart;value=date:20261224|Duration:P2D", "2026-12-24", "2026-12-26", null)]
    [InlineData("DTSTART;VALUE=DATE:20261224|DURATION:P1W", "2026-12-24", "2026-12-31", null)]
    [InlineData("DTSTART:20261224T120000|DURATION:PT4H30M", "2026-12-24T12:00", "2026-12-24T16:30", null)]
    [InlineData("DTSTART:20261224T120000|DTEND:20261224T180000", "2026-12-24T12:00", "2026-12-24T18:00", null)]
    [InlineData("DTSTART:20261224T120000Z|DTEND:20261224T180000Z", "2026-12-24T12:00", "2026-12-24T18:00", "UTC")]
    [InlineData("DTSTART;TZID=America/New_York:20261224T120000|DTEND:20261224T180000Z", "2026-12-24T12:00", "2026-12-24T13:00",
        "America/New_York")]
    [InlineData("DTSTART;TZID=W. Europe Standard Time:20261224T120000|DTEND;TZID=W. Europe Standard Time:20261224T180000",
        "2026-12-24T12:00", "2026-12-24T18:00", "Europe/Berlin")]
    public void ReadsEveryKindOfTime(string lines, string from, string until, string? zone)
    {
        var window = Assert.Single(IcsCalendar.Parse(Calendar(lines), "x.ics"));
        Assert.Equal((Given.Local(from), Given.Local(until)), Assert.Single(Given.Occurrences(window, "2020-01-01", "2030-01-01")));
        Assert.Equal(zone, window.Zone?.Id);
    }

    [Theory]
    [InlineData("FREQ=YEARLY", "DTSTART;VALUE=DATE:20201224", "2020 2021 2022 2023 2024 2025 2026 2027 2028 2029 2030")]
    [InlineData("freq=yearly;interval=2", "DTSTART;VALUE=DATE:20201224", "2020 2022 2024 2026 2028 2030")]
    [InlineData("FREQ=YEARLY;COUNT=1", "DTSTART;VALUE=DATE:20201224", "2020")]
    [InlineData("FREQ=YEARLY;COUNT=3;INTERVAL=5", "DTSTART;VALUE=DATE:20201224", "2020 2025 2030")]
    [InlineData("FREQ=YEARLY;COUNT=3", "DTSTART;VALUE=DATE:20200229", "2020 2024 2028")]
    [InlineData("FREQ=YEARLY;UNTIL=20251224", "DTSTART;VALUE=DATE:20201224", "2020 2021 2022 2023 2024 2025")]
    [InlineData("FREQ=YEARLY;UNTIL=20251223", "DTSTART;VALUE=DATE:20201224", "2020 2021 2022 2023 2024")]
    [InlineData("FREQ=YEARLY;UNTIL=20221224T115959", "DTSTART:20201224T120000|DURATION:PT1H", "2020 2021")]
    [InlineData("FREQ=YEARLY;UNTIL=20221224T110000Z", "DTSTART;TZID=Europe/Berlin:20201224T120000|DURATION:PT1H", "2020 2021 2022")]
    [InlineData("FREQ=YEARLY;UNTIL=20221224T105959Z", "DTSTART;TZID=Europe/Berlin:20201224T120000|DURATION:PT1H", "2020 2021")]
    [InlineData("FREQ=YEARLY;COUNT=4|EXDATE;VALUE=DATE:20211224,20231224", "DTSTART;VALUE=DATE:20201224", "2020 2022")] // they count
    [InlineData("FREQ=YEARLY;COUNT=3|EXDATE;VALUE=DATE:20211224|EXDATE;VALUE=DATE:20211225", "DTSTART;VALUE=DATE:20201224", "2020 2022")]
    [InlineData("FREQ=YEARLY;COUNT=3|EXDATE;TZID=Europe/Berlin:20211224T120000",
        "DTSTART;TZID=Europe/Berlin:20201224T120000|DURATION:PT1H", "2020 2022")]
    [InlineData("FREQ=YEARLY;COUNT=3|EXDATE:20211224T110000Z", "DTSTART;TZID=Europe/Berlin:20201224T120000|DURATION:PT1H", "2020 2022")]
    public void ReadsAnniversaries(string rule, string lines, string years) => Assert.Equal(
        years,
        string.Join(' ',
            Given.Occurrences(Assert.Single(IcsCalendar.Parse(Calendar($"{lines}|RRULE:{rule}"), "x.ics")), "2019-06-01", "2031-06-01")
            .Select(each => each.From.Year)));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void LinesMayBeFoldedAnywhereAndEndEitherWay(string newline)
    {
        var text =
            "\uFEFFBEGIN:VCALENDAR\nBEGIN:VEVENT\nDTST\n ART;VALUE=DA\n\tTE:2026\n 1224\n\nSUMMARY:Tag\\n der C\\\\ Einheit\n  "
                + "2\nEND:VEVENT\nEND:VCALENDAR\n";
        var holiday = Assert.Single(IcsCalendar.Parse(text.ReplaceLineEndings(newline), "x.ics"));
        Assert.Equal(("Tag\n der C\\ Einheit 2", Given.Local("2026-12-24")),
            (holiday.Text, Assert.Single(Given.Occurrences(holiday, "2020-01-01", "2030-01-01")).From));
    }

    [Fact]
    public void AnEventWithoutANameIsCalledByItsDate() =>
        Assert.Equal("2026-12-24", Assert.Single(IcsCalendar.Parse(Calendar("DTSTART:20261224"), "x.ics")).Text);

    [Theory]
    [InlineData("RRULE:FREQ=HOURLY", 4, "FREQ=HOURLY is not supported")]
    [InlineData("RRULE:FREQ=YEARLY;BYWEEKNO=20", 4, "BYWEEKNO in an RRULE is not supported")]
    [InlineData("RRULE:FREQ=DAILY;BYHOUR=9", 4, "BYHOUR in an RRULE is not supported")]
    [InlineData("RRULE:INTERVAL=1", 4, "no FREQ")]
    [InlineData("RRULE:FREQ=YEARLY;INTERVAL=1,2", 4, "INTERVAL takes a single number")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=XX", 4, "\"XX\" is not a weekday")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=0MO", 4, "not a number")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=99MO", 4, "not a number")]
    [InlineData("RRULE:FREQ=MONTHLY;BYMONTHDAY=0", 4, "not a number")]
    [InlineData("RRULE:FREQ=MONTHLY;BYMONTHDAY=32", 4, "not a number")]
    [InlineData("RRULE:FREQ=YEARLY;BYMONTH=13", 4, "not a number")]
    [InlineData("RRULE:FREQ=WEEKLY;BYDAY=1TH", 4, "requires FREQ=MONTHLY or YEARLY")]
    [InlineData("RRULE:FREQ=WEEKLY;BYMONTHDAY=24", 4, "cannot be combined with FREQ=WEEKLY")]
    [InlineData("RRULE:FREQ=WEEKLY;BYSETPOS=1", 4, "requires another BY part")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=2TU", 4, "2026-12-24, is not an occurrence")] // its first is 2027-01-12
    [InlineData("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 4, "is not an occurrence")] // never
    [InlineData("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9", 4, "is not an occurrence")]
    [InlineData("RRULE:FREQ=YEARLY;INTERVAL=100;COUNT=9", 4, "not reached within 100 years")]
    [InlineData("RRULE:FREQ=YEARLY;UNTIL=soon", 4, "not a time")]
    [InlineData("EXDATE;VALUE=DATE:20261224", 4, "an EXDATE without an RRULE")]
    [InlineData("RRULE:FREQ=YEARLY|EXDATE:20271224T120000", 5, "is not the start of an occurrence")]
    [InlineData("RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:2027", 5, "not a time")]
    [InlineData("EXRULE:FREQ=YEARLY", 4, "EXRULE is not supported")]
    [InlineData("RRULE:FREQ=YEARLY;INTERVAL=0", 4, "not a number")]
    [InlineData("RRULE:FREQ=YEARLY;COUNT=-1", 4, "not a number")]
    [InlineData("RRULE:FREQ=YEARLY;COUNT=99999999999", 4, "not a number")]
    [InlineData("RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20301224", 4, "both a COUNT and an UNTIL")]
    [InlineData("RRULE:FREQ=YEARLY;UNTIL=20301224T000000Z", 4, "UNTIL does not match DTSTART")]
    [InlineData("RRULE:FREQ=YEARLY;FREQ=YEARLY", 4, "twice")]
    [InlineData("RRULE:FREQ=YEARLY;", 4, "not a part")]
    [InlineData("RRULE:FREQ=YEARLY|RRULE:FREQ=YEARLY", 5, "more than one RRULE")]
    [InlineData("DTEND:20280101|RRULE:FREQ=YEARLY", 5, "cannot repeat")]
    [InlineData("RDATE;VALUE=DATE:20261224", 4, "RDATE is not supported")]
    [InlineData("RECURRENCE-ID;VALUE=DATE:20261224", 4, "RECURRENCE-ID is not supported")]
    [InlineData("DTSTART:20261225", 4, "more than one DTSTART")]
    [InlineData("DTEND:20261224", 4, "does not end after it starts")]
    [InlineData("DTEND:20261224T120000", 4, "of different kinds")]
    [InlineData("DTEND:20261225|DURATION:P1D", 5, "both a DTEND and a DURATION")]
    [InlineData("DURATION:-P1D", 4, "not a duration")]
    [InlineData("DURATION:P1Y", 4, "not a duration")]
    [InlineData("DURATION:PT9999999999999H", 4, "not a duration")]
    [InlineData("DURATION:P9999999999999D", 4, "not a duration")]
    [InlineData("DTEND;VALUE=PERIOD:20261225", 4, "does not match VALUE=PERIOD")]
    [InlineData("DTEND;TZID=Europe/Berlin:20261225", 4, "cannot have a TZID")]
    [InlineData("DTEND;X=1;X=2:20261225", 4, "twice")]
    [InlineData("DTEND:2026-12-25", 4, "not a time")]
    [InlineData("DTEND:20261332", 4, "not a time")]
    [InlineData("DTEND:99991231", 4, "not a time")]
    [InlineData("what is this", 4, "not a line of an iCalendar file")]
    [InlineData("BEGIN:VTODO", 4, "BEGIN:VTODO is not supported")]
    [InlineData("BEGIN:VEVENT", 4, "BEGIN:VEVENT is not supported")]
    [InlineData("END:VCALENDAR", 4, "does not match the innermost BEGIN")]
    public void WhatIsNotUnderstoodIsAnErrorAtItsLine(string lines, int line, string expected)
    {
        var failure = Assert.Throws<PipelineException>(() => IcsCalendar.Parse(Calendar($"DTSTART:20261224|{lines}"), "holidays/de.ics"));
        var problem = Assert.Single(failure.Problems);
        Assert.Equal(new SourcePosition("holidays/de.ics", line, 1), problem.At);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
    }

    [Theory]
    [InlineData("SUMMARY:x", 2, "no DTSTART")]
    [InlineData("DTSTART:20261224T120000", 3, "has no duration")]
    [InlineData("DTSTART;TZID=Europe/Berln:20261224T120000", 3, "Did you mean Europe/Berlin?")]
    [InlineData("DTSTART;TZID=Customized Time Zone:20261224T120000", 3, "Exchange's name for rules without a time zone")]
    [InlineData("DTSTART:20261224T120000Z|DTEND:20261224T130000", 4, "of different kinds")]
    [InlineData("DTSTART:20261224T126000", 3, "not a time")]
    public void AnEventWithoutATimeIsAnError(string lines, int line, string expected)
    {
        var problem = Assert.Single(Assert.Throws<PipelineException>(() => IcsCalendar.Parse(Calendar(lines), "x.ics")).Problems);
        Assert.Equal(line, problem.At?.Line);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryBadEventIsToldAtOnce()
    {
        var bad = string.Concat(Enumerable.Repeat("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n", 3));
        var failure = Assert.Throws<PipelineException>(() => IcsCalendar.Parse($"BEGIN:VCALENDAR\n{bad}END:VCALENDAR\n", "x.ics"));
        Assert.Equal([2, 5, 8], failure.Problems.Select(problem => problem.At?.Line));
    }

    private static IEnumerable<string> Occurrences(Window window) => Given.Occurrences(window, "2020-01-01", "2030-01-01")
        .Select(each => $"{window.Text}: {each.From:s} to {each.Until:s} {window.Zone?.Id}".TrimEnd());

    internal static string Calendar(string lines) =>
        $"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines.Replace('|', '\n')}\nEND:VEVENT\nEND:VCALENDAR\n";
}
