using NodaTime;
using NodaTime.TimeZones;
using Pipelines.Calendars.ICalendar;
using Pipelines.Calendars.Times;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Tests.Calendars;

namespace Pipelines.Tests.Gates;

/// <summary>Names of zones that are not IANA's: mapped where that is certain, else told with what to write.</summary>
public sealed class ZoneNamesTests
{
    [Theory]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("w. europe standard time", "Europe/Berlin")]
    [InlineData("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin")]
    [InlineData("(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin")]
    [InlineData("(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna", "Europe/Berlin")]
    [InlineData("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York")]
    [InlineData("(GMT-08.00) Pacific Time (US & Canada) / Tijuana", "America/Los_Angeles")]
    [InlineData("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Calcutta")]
    [InlineData("(UTC+04:00) Moscow, St. Petersburg, Volgograd", "Europe/Moscow")] // as it was until 2014
    [InlineData("(GMT) Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London", "Europe/London")]
    [InlineData("(UTC) Coordinated Universal Time", "Etc/UTC")]
    [InlineData("tzone://Microsoft/Utc", "UTC")]
    [InlineData("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin")]
    [InlineData("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires")]
    [InlineData("/mozilla.org/20050126_1/UTC", "UTC")]
    [InlineData("America/New_York", "America/New_York")]
    public void ANameOfAnotherProgramIsMapped(string name, string id) => Assert.Equal(id, Zone(name).Id);

    [Theory]
    [InlineData("Customized Time Zone", "\"Customized Time Zone\" is Exchange's name for rules without a time zone, ")]
    [InlineData("Customized Time Zone 1", "\"Customized Time Zone 1\" is Exchange's name for rules without a time zone, ")]
    [InlineData("tzone://Microsoft/Custom", "\"tzone://Microsoft/Custom\" is Exchange's name for rules without a time zone, ")]
    [InlineData("(UTC+02:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Rome", "is not a known or unambiguous time zone. ")]
    // never had it
    [InlineData("(UTC+05:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "is not a known or unambiguous time zone. ")]
    [InlineData("(UTC+01:00) Berlin", "is not a known or unambiguous time zone. ")]
    [InlineData("(GMT+99:00) Arizona", "is not a known or unambiguous time zone. ")]
    public void ANameThatSaysNoZoneIsToldWithWhatToWrite(string name, string problem)
    {
        var failure = Assert.Throws<PipelineException>(() => Zone(name));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Replace that name in the file with an IANA time zone, such as TZID=Europe/Berlin.", failure.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Berlin")]
    [InlineData("/acme.example/Atlantis")]
    [InlineData("//")]
    [InlineData("/")]
    [InlineData("tzone://Microsoft/")]
    [InlineData("Mitteleuropäische Zeit")]
    public void AnyOtherNameIsNoZone(string name) =>
        Assert.Contains("is not an IANA time zone", Assert.Throws<PipelineException>(() => Zone(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void WhatWindowsShowsIsAnIdOfWindows() =>
        Assert.All(WindowsZones.Places, place =>
            Assert.Contains(place.Value, TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.Keys));

    [Fact]
    public void EveryPlaceIsFoundByTheOffsetThatItsZoneHasNow() => Assert.All(WindowsZones.Places, place =>
    {
        var id = TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping[place.Value];
        var offset = Given.Zone(id).GetUtcOffset(Given.Utc("2026-01-15T00:00:00")).ToTimeSpan();
        Assert.Equal(id, ZoneNames.Find($"(UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}) {place.Key}"));
    });

    [Theory]
    [InlineData("W. Europe Standard Time", "Write Europe/Berlin.")]
    [InlineData("Eastern Time (US & Canada)", "Write America/New_York.")]
    [InlineData("(UTC+09:00) Osaka, Sapporo, Tokyo", "Write Asia/Tokyo.")]
    public void TheConfigurationFileTakesIdsOnlyAndIsToldWhich(string name, string hint)
    {
        Assert.False(CalendarText.TryParseZone(name, out _, out var error));
        Assert.EndsWith(hint, error, StringComparison.Ordinal);
    }

    private static DateTimeZone Zone(string name) =>
        IcsCalendar.Parse(IcsCalendarTests.Calendar($"DTSTART;TZID=\"{name}\":20261224T120000|DURATION:PT1H"), "x.ics")[0].Zone!;
}
