using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class CalendarTextTests
{
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("UTC")]
    [InlineData("America/Argentina/Buenos_Aires")]
    public void IanaZonesAreFound(string id)
    {
        Assert.True(CalendarText.TryParseZone(id, out var zone, out _));
        Assert.Equal(id, zone.Id);
    }

    [Theory]
    [InlineData("Europe/Berln", "\"Europe/Berln\" is not an IANA time zone. Did you mean Europe/Berlin?")]
    [InlineData("europe/berlin", "\"europe/berlin\" is not an IANA time zone. Did you mean Europe/Berlin?")]
    [InlineData("Somewhere over the rainbow",
        "\"Somewhere over the rainbow\" is not an IANA time zone. Expected a name such as Europe/Berlin or UTC.")]
    public void UnknownZonesAreErrorsWithTheNearestName(string id, string expected)
    {
        Assert.False(CalendarText.TryParseZone(id, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UTC+2")]
    [InlineData("UTC+02:00")]
    [InlineData("+02:00")]
    [InlineData("Europe/Berlin\n")]
    public void FixedOffsetsAndNearMissesAreNotZones(string id)
    {
        Assert.False(CalendarText.TryParseZone(id, out _, out var error));
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void AVeryLongZoneIsRefusedAtOnce() => Assert.False(CalendarText.TryParseZone(new string('x', 1_000_000), out _, out _));

    [Theory]
    [InlineData("2026-12-24", true)]
    [InlineData("2028-02-29", true)]
    [InlineData("2026-02-29", false)]
    [InlineData("24.12.2026", false)]
    [InlineData("2026-12-24T00:00", false)]
    [InlineData("0001-01-01", false)]
    [InlineData("9999-12-31", false)]
    [InlineData("", false)]
    public void DatesAreIsoAndOfOurTime(string text, bool valid)
    {
        Assert.Equal(valid, CalendarText.TryParseDate(text, out _, out var error));
        Assert.Equal(valid, error is null);
    }

    [Fact]
    public void DateTimesMayHaveSecondsOrNoTimeAtAll()
    {
        Assert.Equal(new LocalDateTime(2026, 12, 20, 8, 30), Given.Local("2026-12-20T08:30"));
        Assert.Equal(new LocalDateTime(2026, 12, 20, 8, 30, 15), Given.Local("2026-12-20T08:30:15"));
        Assert.Equal(new LocalDateTime(2026, 12, 20, 0, 0), Given.Local("2026-12-20"));
        Assert.Equal(new LocalDateTime(2026, 12, 21, 0, 0), Given.Local("2026-12-20T24:00"));
    }

    [Theory]
    [InlineData("2026-12-20 08:30")]
    [InlineData("2026-12-20T08:30Z")]
    [InlineData("2026-12-20T24:01")]
    [InlineData("2026-12-20T8:30")]
    [InlineData("9999-12-31T23:59")]
    public void OtherDateTimesAreErrorsWithAnExample(string text)
    {
        Assert.False(CalendarText.TryParseDateTime(text, out _, out var error));
        Assert.Contains("2026-12-20T00:00", error, StringComparison.Ordinal);
    }
}
