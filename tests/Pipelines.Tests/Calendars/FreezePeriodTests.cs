using NodaTime;
using Pipelines.Calendars.Cron;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

/// <summary>Freezes as GitLab keeps them: from each begin to the first end after it.</summary>
public sealed class FreezePeriodTests
{
    // 2026-03-06 is a Friday.
    [Theory]
    [InlineData("0 23 * * 5", "0 8 * * 1", "2026-03-06T22:59:59", false)]
    [InlineData("0 23 * * 5", "0 8 * * 1", "2026-03-06T23:00", true)]
    [InlineData("0 23 * * 5", "0 8 * * 1", "2026-03-09T07:59:59", true)]
    [InlineData("0 23 * * 5", "0 8 * * 1", "2026-03-09T08:00", false)]
    [InlineData("0 23 * * 5", "0 8 * * 1", "2026-03-13T23:00", true)] // every week
    [InlineData("0 0 20 12 *", "0 0 4 1 *", "2026-12-19T23:59:59", false)]
    [InlineData("0 0 20 12 *", "0 0 4 1 *", "2026-12-20T00:00", true)]
    [InlineData("0 0 20 12 *", "0 0 4 1 *", "2027-01-01T00:00", true)] // over the year
    [InlineData("0 0 20 12 *", "0 0 4 1 *", "2027-01-03T23:59:59", true)]
    [InlineData("0 0 20 12 *", "0 0 4 1 *", "2027-01-04T00:00", false)]
    [InlineData("0 20 * * 5-7", "0 6 * * 1", "2026-03-07T12:00", true)] // begins again before it has ended
    [InlineData("0 20 * * 5-7", "0 6 * * 1", "2026-03-09T06:00", false)]
    [InlineData("0 20 * * *", "0 6,20 * * *", "2026-03-06T20:00", true)] // an end of the same minute is of the one before
    [InlineData("0 20 * * *", "0 6,20 * * *", "2026-03-07T05:59:59", true)]
    [InlineData("0 20 * * *", "0 6,20 * * *", "2026-03-07T06:00", false)]
    [InlineData("0 20 * * *", "0 20 * * *", "2026-03-07T12:00", true)] // ends as it begins again: always
    [InlineData("0 0 29 2 *", "0 0 1 3 *", "2028-02-29T12:00", true)]
    [InlineData("0 0 29 2 *", "0 0 1 4 *", "2028-03-31T23:59:59", true)]
    [InlineData("0 0 29 2 *", "0 0 1 4 *", "2030-03-15T00:00", false)]
    [InlineData("0 0 1 1 *", "0 0 29 2 *", "2027-06-01T00:00", true)] // for years, until the next leap day
    [InlineData("0 0 1 1 *", "0 0 29 2 *", "2028-03-01T00:00", false)]
    [InlineData("0 0 1 1 *", "0 0 31 2 *", "2026-03-01T00:00", true)] // without an end
    [InlineData("0 0 31 2 *", "0 0 1 1 *", "2026-03-01T00:00", false)] // without a begin
    public void ItLastsFromABeginToTheFirstEndAfterIt(string begin, string end, string local, bool frozen) =>
        Assert.Equal(frozen, Read(begin, end).Contains(Given.Local(local)));

    /// <summary>Berlin, in UTC. Where the clock jumps, none is shorter than meant.</summary>
    [Theory]
    // 02:30 is left out
    [InlineData("0 22 * * 6", "30 2 * * 0", "2026-03-27T00:00:00", "2026-04-03T00:00:00", "-2026-03-28T21:00:00 +2026-03-29T01:00:00")]
    // the second 02:30
    [InlineData("0 22 * * 6", "30 2 * * 0", "2026-10-23T00:00:00", "2026-10-30T00:00:00", "-2026-10-24T20:00:00 +2026-10-25T01:30:00")]
    // the first 02:30
    [InlineData("30 2 * * 0", "0 8 * * 0", "2026-10-23T00:00:00", "2026-10-30T00:00:00", "-2026-10-25T00:30:00 +2026-10-25T07:00:00")]
    [InlineData("0 0 20 12 *", "0 0 4 1 *", "2026-12-01T00:00:00", "2027-02-01T00:00:00", "-2026-12-19T23:00:00 +2027-01-03T23:00:00")]
    public void ItsEdgesAreThoseOfItsOwnClock(string begin, string end, string from, string until, string changes)
    {
        var freeze = new Freeze("gitlab", [Read(begin, end, "Berlin")], DateTimeZone.Utc, [], []);
        Assert.Equal(changes,
            Given.Listing(
            new EnvironmentCalendar("production", DeploymentType.AutomatedCi, BusinessCalendar.AlwaysOpen(DateTimeZone.Utc), [freeze]),
            from, until));
    }

    /// <summary>Against the definition, minute by minute: the last begin, and whether an end came after it.</summary>
    [Fact]
    public void RandomPeriodsAreWhatTheDefinitionSays()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 15; round++)
        {
            var (begin, end) = (Cron(random), Cron(random));
            var window = Read(begin, end);
            var first = new LocalDate(2026, 1, 1).PlusDays(random.Next(700));
            var expected = FreezePeriodOracle.Minutes(begin, end, first, days: 8);
            for (var minute = 0; minute < expected.Count; minute += 7)
            {
                var local = first.AtMidnight().PlusMinutes(minute).PlusSeconds(random.Next(60));
                Assert.True(expected[minute] == window.Contains(local), $"{begin} until {end} at {local}: expected {expected[minute]}");
            }

            var spans = window.Between(first, first.PlusDays(7)).ToList();
            Assert.All(Enumerable.Range(0, expected.Count), minute =>
                Assert.Equal(expected[minute], spans.Any(span => span.Contains(WallClock.Midnight(first) + (minute * 60)))));
        }
    }

    [Theory]
    [InlineData("0 23 * * 5", "0 8 * * 1", "Mars", "\"Mars\" is not a known time zone.")]
    [InlineData("0 23 * * 5", "0 8 * * 1", "Almaty", "\"Almaty\" is not a known time zone.")] // it stood for two
    [InlineData("0 23 * * 5", "0 8 * * 1", "berlin", "\"berlin\" is not a known time zone.")]
    [InlineData("0 23 * * 5", "0 8 * * 1", "", "\"\" is not a known time zone.")]
    [InlineData("0 0 23 * * 5", "0 8 * * 1", "UTC", "\"0 0 23 * * 5\" is not a cron expression.")]
    [InlineData("0 23 * * 5", "@weekly", "UTC", "\"@weekly\" is not a cron expression.")]
    [InlineData("0 23 L * *", "0 8 1 * *", "UTC", "\"L\" is not a valid day of month")]
    [InlineData("0 23 */2 * 5", "0 8 1 * *", "UTC", "restricts days in two fields, one of them with a star, which is ambiguous.")]
    [InlineData("0 23 * * 5", "0 8 1 * */2", "UTC", "restricts days in two fields")]
    public void WhatCannotBeReadForCertainIsAnError(string begin, string end, string zone, string problem)
    {
        var failure = Assert.Throws<PipelineException>(() => FreezePeriodWindow.Read(new FreezePeriod(begin, end, zone)));
        Assert.StartsWith($"GitLab deploy freeze from \"{begin}\" to \"{end}\": ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Settings > CI/CD > Deploy freezes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryNameOfRailsIsAZone() => Assert.All(RailsZones.Names, name => Assert.NotNull(RailsZones.Find(name)));

    [Theory]
    [InlineData("Eastern Time (US & Canada)", "America/New_York")]
    [InlineData("Mexico City", "America/Mexico_City")]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("UTC", "UTC")]
    [InlineData("Asia/Almaty", "Asia/Almaty")]
    public void ANameOfRailsStandsForItsZone(string name, string id) => Assert.Equal(id, RailsZones.Find(name)?.Id);

    private static Window Read(string begin, string end, string zone = "UTC") =>
        FreezePeriodWindow.Read(new FreezePeriod(begin, end, zone));

    private static string Cron(Random random)
    {
        string[] days = ["* * *", "* * 1-5", "* * 0,6", "* * 5", "1 * *", "*/3 * *", "13 * 5", "28-31 * *", "* 1,6,12 *"];
        string[] hours = ["0", "23", "8,20", "*/6", "*", "9-17/4"];
        string[] minutes = ["0", "30", "59", "*/20", "5,55"];
        return $"{Pick(minutes)} {Pick(hours)} {Pick(days)}";

        string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
