using Pipelines.Gates;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Releases;
using Pipelines.Tests.Steps;

namespace Pipelines.Tests.Gates;

/// <summary>A rule that never applies is a mistake: an error where it can never apply, a warning where it has run out.</summary>
public sealed class SpentRuleTests : IDisposable
{
    private readonly StepWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("calendars: { c: { zone: UTC, open: [{ cron: '0 0 30 2 *', for: 1h }] } }", "\"0 0 30 2 *\" never comes")]
    [InlineData("calendars: { c: { zone: UTC, holidays: [{ cron: '0 0 31 4,6,9,11 *', for: 1h }] } }", "never comes")]
    // a star with a step and a day: both
    [InlineData("calendars: { c: { zone: UTC, open: [{ cron: '0 0 31 2 */7', for: 1h }] } }", "never comes")]
    [InlineData("calendars: { c: { zone: UTC, open: [{ rrule: 'FREQ=DAILY;UNTIL=20260101T000000', start: 2026-01-10T08:00, for: 1h }] } }",
        "never comes")]
    [InlineData(
        "calendars: { c: { zone: UTC, open: [{ rrule: 'FREQ=DAILY;COUNT=2', start: 2026-01-10T08:00, for: 1h, skip: [2026-01-10, "
        + "2026-01-11] }] } }", "never comes")]
    [InlineData("calendars: { c: { zone: Europe/Berlin, open: [{ from: 2026-03-29T02:10, until: 2026-03-29T02:50 }] } }",
        "the clocks in Europe/Berlin go forward over it")]
    [InlineData("calendars: { c: { zone: Europe/Berlin, holidays: [{ from: 2026-03-29T02:10, until: 2026-03-29T02:50 }] } }",
        "go forward over it")]
    [InlineData("calendars: { c: { zone: UTC, open: [{ from: 2026-03-29T02:10, until: 2026-03-29T02:50, zone: Europe/Berlin }] } }",
        "the clocks in Europe/Berlin go forward over it")]
    // a day that was not
    [InlineData("calendars: { c: { zone: Pacific/Apia, holidays: [2011-12-30] } }", "the clocks in Pacific/Apia go forward over it")]
    [InlineData("calendars: { c: { zone: UTC, open: [{ weekly: '09:00-17:00', types: [rollback] }] } }", "opens for nothing")]
    [InlineData("calendars: { c: { zone: UTC, open: [{ weekly: '09:00-17:00', types: [emergency_manual, none] }] } }", "opens for nothing")]
    [InlineData("freezes: [{ name: f, zone: Europe/Berlin, from: 2026-03-29T02:10, until: 2026-03-29T02:50 }]", "go forward over it")]
    [InlineData("freezes: [{ name: f, zone: UTC, during: { cron: '0 0 30 2 *', for: 1h } }]", "never comes")]
    [InlineData("freezes: [{ name: f, zone: UTC, during: 2026-12-24, types: [rollback] }]", "blocks no deployment type")]
    [InlineData("freezes: [{ name: f, zone: UTC, during: 2026-12-24, types: [manual], except: [manual] }]", "blocks no deployment type")]
    public void WhatCanNeverApplyIsAnError(string lines, string error) =>
        Assert.Contains(error, Assert.Single(Yaml.Problems($"app: a\n{lines}\nenvironments: {{ x: {{ hosts: 'local:' }} }}\n")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("calendars: { c: { zone: UTC, open: [{ cron: '0 0 29 2 *', for: 1h }] } }")] // every fourth year
    [InlineData("calendars: { c: { zone: UTC, open: [{ cron: '0 0 29 2 */7', for: 1h }] } }")] // and a Sunday: every 28 years
    [InlineData("calendars: { c: { zone: UTC, open: [{ cron: '0 0 31 2 mon', for: 1h }] } }")] // either day will do
    [InlineData("calendars: { c: { zone: Europe/Berlin, open: ['sun 02:10-02:50'] } }")] // on other Sundays
    [InlineData("calendars: { c: { zone: Europe/Berlin, open: [{ rrule: 'FREQ=WEEKLY;COUNT=2', start: 2026-03-29T02:10, for: 40m }] } }")]
    [InlineData("freezes: [{ name: f, zone: UTC, during: 2026-12-24, except: [rollback, emergency_manual] }]")]
    public void WhatSeldomAppliesIsNone(string lines) =>
        Assert.Empty(Yaml.Problems($"app: a\n{lines}\nenvironments: {{ x: {{ hosts: 'local:' }} }}\n"));

    [Theory] // when -> what has run out
    [InlineData("2026-12-24T12:00:00Z", "the window move")]
    [InlineData("2026-12-26T12:00:00Z", "the list of holidays|the file of holidays holidays/de.ics|the window move")]
    [InlineData("2027-01-04T00:00:00Z", "the freeze year-end|the list of holidays|the file of holidays holidays/de.ics|the window move")]
    [InlineData("2026-12-01T12:00:00Z", "")]
    public void WhatHasRunOutIsAWarningOfExplainAndCalendarAlike(string now, string names)
    {
        _world.Config =
            StepWorld.Office.Replace("\"fri 09:00-15:00\"]",
                "\"fri 09:00-15:00\", { from: 2026-12-05T08:00, until: 2026-12-05T12:00, name: move }]", StringComparison.Ordinal);

        _world.Run(_world.Gate(), $"--environment production --explain --now {now}");
        var explained = _world.Reporter.Warnings.Select(warning => warning.ToString()).ToList();
        _world.Reporter.Warnings.Clear();
        _world.Run(new CalendarStep(_world.Clock), $"--environment production --from {now}");

        Assert.Equal(explained, _world.Reporter.Warnings.Select(warning => warning.ToString()));
        Assert.Equal(names, string.Join('|', explained.Select(text => text[..text.IndexOf(" has run out", StringComparison.Ordinal)])));
    }

    [Fact]
    public void TheWarningTellsTheLastDate()
    {
        _world.Run(_world.Gate(), "--environment production --explain --now 2027-06-01T12:00:00Z");

        Assert.Contains(
            "the file of holidays holidays/de.ics has run out: its last time ended Sat 2026-12-26 00:00 Europe/Berlin "
                + "(2026-12-25T23:00:00Z). Renew it, or remove it.",
            _world.Reporter.Warnings.Select(warning => warning.ToString()));
    }

    [Theory]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "the file holidays/de.ics has no times at all. Add times, or remove it.")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nSTATUS:CANCELLED\nEND:VEVENT\nEND:VCALENDAR\n",
        "the file holidays/de.ics has no times at all. Add times, or remove it.")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20201225\nRRULE:FREQ=YEARLY;COUNT=3\nEND:VEVENT\nEND:VCALENDAR\n",
        "its last time ended Mon 2022-12-26 00:00")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20201225\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR\n", "")] // no end
    public void AFileIsJudgedByTheLastOfItsEvents(string file, string expected)
    {
        _world.Holidays(file);

        _world.Run(_world.Gate(), "--environment production --explain --now 2026-11-01T12:00:00Z");

        Assert.Contains(expected, string.Join('\n', _world.Reporter.Warnings), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0 ? 0 : 1, _world.Reporter.Warnings.Count);
    }

    [Fact]
    public void ARuleThatRanOutSaysSoInItsRow()
    {
        var text = _world.Run(_world.Gate(), "--environment production --explain --now 2027-06-01T12:00:00Z").Text();
        Assert.Contains("freeze year-end             ran out  2027-01-03T23:00:00Z  Mon 2027-01-04 00:00", text, StringComparison.Ordinal);
    }

    [Fact]
    public void FreezesThatThePlatformKeepsMayBeNone()
    {
        var config = Yaml.Sound("app: a\nfreezes: [{ name: gitlab, during: gitlab }]\nenvironments: { x: { hosts: 'local:' } }\n")
            with { FreezePeriods = () => [] };
        Assert.Empty(SpentRules.Of(GateKeys.Rules(config, "x"), Given.Utc("2026-01-01T00:00:00")));
    }
}
