using Pipelines.Calendars.ICalendar;
using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class IcsHostileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("END:VCALENDAR")]
    [InlineData("END:")]
    [InlineData("BEGIN:")]
    [InlineData("BEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT")]
    [InlineData("BEGIN:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR\nDTSTART:20261224")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:")]
    [InlineData(" BEGIN:VCALENDAR\nEND:VCALENDAR")]
    public void WhatIsNoWholeCalendarIsAnError(string text) =>
        Assert.Throws<PipelineException>(() => IcsCalendar.Parse(text, "x.ics"));

    [Fact]
    public void TooMuchTextIsAnError() =>
        Assert.Throws<PipelineException>(() => IcsCalendar.Parse(new string('\n', IcsCalendar.MaxLength + 1), "x.ics"));

    [Fact]
    public void TooManyEventsAreAnError()
    {
        Assert.Equal(IcsCalendar.MaxEvents, IcsCalendar.Parse(Events(IcsCalendar.MaxEvents, "DTSTART:20261224\n"), "x.ics").Count);
        var failure =
            Assert.Throws<PipelineException>(() => IcsCalendar.Parse(Events(IcsCalendar.MaxEvents + 1, "DTSTART:20261224\n"), "x.ics"));
        Assert.Contains("more than 10000 events", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyRulesAreAnError()
    {
        const string daily = "DTSTART:20261224\nRRULE:FREQ=DAILY\n";
        Assert.Equal(IcsCalendar.MaxRules, IcsCalendar.Parse(Events(IcsCalendar.MaxRules, daily), "x.ics").Count);
        var failure = Assert.Throws<PipelineException>(() => IcsCalendar.Parse(Events(IcsCalendar.MaxRules + 1, daily), "x.ics"));
        Assert.Contains("more than 500 events have an RRULE", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThousandsOfEventsThatOverlapAreAnsweredOutOfOneTable()
    {
        var windows = IcsCalendar.Parse(Events(20, "DTSTART:20200101\nDURATION:P300D\nRRULE:FREQ=DAILY\n"), "x.ics");
        var calendar = new BusinessCalendar(NodaTime.DateTimeZone.Utc, [], windows);
        Assert.Null(calendar.NextOpening(Given.Utc("2026-01-01T00:00:00")));
    }

    [Fact]
    public void TheListOfProblemsIsBounded()
    {
        var failure = Assert.Throws<PipelineException>(() => IcsCalendar.Parse(Events(1000, ""), "x.ics"));
        Assert.Equal(50, failure.Problems.Count);
    }

    [Theory]
    [InlineData(";A=1")]
    [InlineData(";A=1,")]
    [InlineData(",")]
    [InlineData(";A=\",\"")]
    [InlineData("\n x")]
    [InlineData("\\")]
    public void AMegabyteOfOneThingIsAnError(string part)
    {
        var text = $"BEGIN:VCALENDAR\nDTSTART;A={string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length))}\nEND:VCALENDAR\n";
        Assert.Throws<PipelineException>(() => IcsCalendar.Parse(text, "x.ics"));
    }

    [Fact]
    public void MessagesHoldNoControlCharacters()
    {
        var text = IcsCalendarTests.Calendar("DTSTART:\u001b[2J\u202E|RRULE:\r::error::x");
        var failure = Assert.Throws<PipelineException>(() => IcsCalendar.Parse(text, "x.ics"));
        Assert.DoesNotContain(failure.Message, letter => char.IsControl(letter) || letter == '\u202E');
    }

    [Fact]
    public void RandomDamageIsAnErrorOrACalendarButNeverACrash()
    {
        var random = new Random(20261224);
        var whole =
            IcsCalendarTests.Calendar(
                "DTSTART;TZID=\"Europe/Berlin\":20261224T120000|DURATION:PT4H|SUMMARY:a\\,b|RRULE:FREQ=YEARLY;COUNT=3;INTERVAL=2|EXDATE;TZID=Europe/Berlin:20281224T120000");
        for (var round = 0; round < 500; round++)
        {
            var text = whole.ToCharArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                text[random.Next(text.Length)] = "\n ;:=,\\\"0Z9TP\u0000é"[random.Next(15)];
            }

            try
            {
                Assert.InRange(IcsCalendar.Parse(new string(text), "x.ics").Count, 0, 1);
            }
            catch (PipelineException e)
            {
                Assert.NotEmpty(e.Problems);
            }
        }
    }

    private static string Events(int count, string lines) =>
        $"BEGIN:VCALENDAR\n{string.Concat(Enumerable.Repeat($"BEGIN:VEVENT\n{lines}END:VEVENT\n", count))}END:VCALENDAR\n";
}
