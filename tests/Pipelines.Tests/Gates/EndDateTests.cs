using Pipelines.Calendars.Times;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Tests.Configuration;

namespace Pipelines.Tests.Gates;

/// <summary>A day means the whole day, wherever an end is written.</summary>
public sealed class EndDateTests
{
    private const string Config = """
        app: backend
        calendars:
          office:
            zone: UTC
            open: [{ from: 2026-12-05, until: 2026-12-06 }, { from: 2026-12-08, until: 2026-12-08 },
              { from: 2026-12-09T08:00, until: 2026-12-10 }]
            holidays: [{ from: 2026-12-10T12:00, until: 2026-12-10 }]
        freezes:
          - { name: year-end, from: 2026-12-20, until: 2027-01-04, zone: Europe/Berlin }
          - { name: minute, from: 2027-02-01, until: 2027-02-02T00:00, zone: UTC }
          - { name: inside, zone: UTC, during: [{ from: 2027-03-01, until: 2027-03-02 }, 2027-03-05] }
        environments:
          production: { calendar: office, hosts: "local:" }
          always: { hosts: "local:" }
        """;

    [Theory]
    [InlineData("always", "2026-12-19T22:59:59", true)]
    [InlineData("always", "2026-12-19T23:00:00", false)]
    [InlineData("always", "2027-01-04T22:59:59", false)] // the last second of the 4th in Berlin
    [InlineData("always", "2027-01-04T23:00:00", true)]
    [InlineData("always", "2027-02-01T23:59:59", false)]
    [InlineData("always", "2027-02-02T00:00:00", true)] // a time is exclusive, as ever
    [InlineData("always", "2027-03-02T23:59:59", false)]
    [InlineData("always", "2027-03-03T00:00:00", true)]
    [InlineData("always", "2027-03-05T23:59:59", false)]
    [InlineData("production", "2026-12-06T23:59:59", true)]
    [InlineData("production", "2026-12-07T00:00:00", false)]
    [InlineData("production", "2026-12-08T12:00:00", true)] // from and until one day
    [InlineData("production", "2026-12-10T11:59:59", true)]
    [InlineData("production", "2026-12-10T12:00:00", false)]
    [InlineData("production", "2026-12-11T00:00:00", false)]
    public void ADateAloneIsInclusive(string environment, string at, bool open)
    {
        var rules = GateKeys.Rules(Yaml.Sound(Config), environment);
        Assert.Equal(open, new Gate(rules).Decide(new GateRequest("push", Given.Utc(at))).ShouldDeploy);
    }

    [Theory]
    [InlineData("9899-12-31", true)]
    [InlineData("9900-01-01", false)]
    [InlineData("1900-01-01", true)]
    [InlineData("2026-02-29", false)]
    [InlineData("2026-12-24T24:00", true)]
    [InlineData("2026-12-24T24:01", false)]
    public void TheEndsOfTheCalendarHold(string text, bool ok) => Assert.Equal(ok, CalendarText.TryParseEnd(text, out _, out _));

    [Theory]
    [InlineData("{ name: x, from: 2027-01-04, until: 2027-01-03, zone: UTC }",
        "It ends at Mon 2027-01-04 00:00, which is not after its start at Mon 2027-01-04 00:00.")]
    [InlineData("{ name: x, from: 2027-01-04, until: 2027-01-04T00:00, zone: UTC }", "which is not after its start")]
    public void AnEndBeforeItsBeginIsAnError(string freeze, string error) =>
        Assert.Contains(error,
            string.Join('\n', Yaml.Problems($"app: a\nfreezes: [{freeze}]\nenvironments: {{ x: {{ hosts: 'local:' }} }}\n")),
            StringComparison.Ordinal);
}
