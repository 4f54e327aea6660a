using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class TimelineTests
{
    private static readonly BusinessCalendar Office = Given.Calendar("Europe/Berlin", "mon-thu 09:00-18:00;fri 09:00-15:00");

    [Theory]
    [InlineData("2026-03-07T14:30:00", "2026-03-09T08:00:00", "2026-03-07T14:30:00")] // Saturday
    [InlineData("2026-03-27T14:00:00", "2026-03-30T07:00:00", "2026-03-27T14:00:00")] // Friday 15:00, the clocks change on Sunday
    [InlineData("2026-03-09T08:00:00", "2026-03-09T08:00:00", "2026-03-09T17:00:00")] // the opening itself
    [InlineData("2026-03-09T17:00:00", "2026-03-10T08:00:00", "2026-03-09T17:00:00")] // the closing itself
    public void TheNextOpeningAndClosingIncludeNow(string now, string opening, string closing)
    {
        Assert.Equal(Given.Utc(opening), Office.NextOpening(Given.Utc(now)));
        Assert.Equal(Given.Utc(closing), Office.NextClosing(Given.Utc(now)));
    }

    [Fact]
    public void WhatNeverOpensOrClosesWithinTwoYearsIsNull()
    {
        var now = Given.Utc("2026-03-01T00:00:00");
        var closed = Given.Calendar("UTC", "", Window.Once("sabbatical", Given.Local("2026-01-01"), Given.Local("2029-01-01")));
        Assert.Null(closed.NextOpening(now));
        Assert.Null(BusinessCalendar.AlwaysOpen(DateTimeZone.Utc).NextClosing(now));
    }

    [Fact]
    public void AnOpeningJustInsideTheHorizonIsFound()
    {
        var now = Given.Utc("2026-03-01T00:00:00");
        var end = (now + Timeline.Horizon - Duration.FromSeconds(1)).InUtc().LocalDateTime;
        var closed = Given.Calendar("UTC", "", Window.Once("sabbatical", Given.Local("2026-01-01"), end));
        Assert.Equal(end.InUtc().ToInstant(), closed.NextOpening(now));
    }

    [Theory]
    [InlineData("1900-12-31T23:59:59")]
    [InlineData("9999-12-31T23:59:59")]
    public void TimesOutOfRangeAreErrors(string at)
    {
        Assert.Throws<PipelineException>(() => Office.Changes(Given.Utc(at), Given.Utc("2026-01-01T00:00:00")));
        Assert.Throws<PipelineException>(() => Office.NextOpening(Given.Utc(at)));
    }

    [Fact]
    public void TheEndsOfTheRangeWork()
    {
        Assert.NotNull(Office.NextOpening(Timeline.First));
        Assert.Null(Office.NextOpening(Timeline.Last));
        Assert.NotEmpty(Office.Changes(Timeline.Last - Duration.FromDays(31), Timeline.Last));
    }

    [Fact]
    public void AYearIsListedWithFewQuestions()
    {
        var holidays = Enumerable.Range(0, 300).Select(i => Window.Day(Given.Date("2020-01-01").PlusDays(i * 11))).ToArray();
        var calendar = Given.Calendar("Europe/Berlin", "mon-thu 09:00-12:00;mon-thu 13:00-18:00;fri 09:00-15:00", holidays);
        var environment =
            new CountingTimeline(
                new EnvironmentCalendar("production", DeploymentType.DirectPush, calendar, [Given.Freeze("2026-12-20", "2027-01-04")]));
        var changes = environment.Changes(Given.Utc("2026-01-01T00:00:00"), Given.Utc("2027-01-01T00:00:00")).Count();
        Assert.InRange(changes, 500, 1000);
        Assert.InRange(environment.Questions, changes, 2 * changes);
    }
}
