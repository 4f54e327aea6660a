using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Times;

/// <summary>Parsers for zones, dates and date-times in user input.</summary>
public static class CalendarText
{
    /// <summary>The first year.</summary>
    internal const int FirstYear = 1900;

    /// <summary>The first year that is not supported.</summary>
    internal const int EndYear = 9900;

    private const int LongestZoneId = 64;

    private static readonly LocalDatePattern Date = LocalDatePattern.Iso;

    private static readonly LocalDateTimePattern[] DateTimes =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd"),
    ];

    /// <summary>
    /// An IANA zone id in the bundled database, case-sensitive. A fixed offset such as <c>UTC+2</c> is not accepted: it would be wrong for
    /// half the year.
    /// </summary>
    public static bool TryParseZone(string text, [NotNullWhen(true)] out DateTimeZone? value, [NotNullWhen(false)] out string? error)
    {
        var tzdb = DateTimeZoneProviders.Tzdb;
        value = tzdb.Ids.Contains(text) ? tzdb[text] : null;
        error = value is null ? NoZone(text) : null;
        return value is not null;
    }

    /// <summary>What is wrong with a zone name that is not an IANA name, with the probable one if known.</summary>
    internal static string NoZone(string text) => $"\"{PrintableText.Of(text)}\" is not an IANA time zone. {ZoneHint(text)}";

    /// <summary>A day such as <c>2026-12-24</c>.</summary>
    public static bool TryParseDate(string text, out LocalDate value, [NotNullWhen(false)] out string? error)
    {
        var ok = Date.Parse(text).TryGetValue(default, out value) && IsSupported(value);
        error = ok ? null : $"\"{PrintableText.Of(text)}\" is not a date. Expected a date such as 2026-12-24, from 1900 to 9899.";
        return ok;
    }

    /// <summary>A wall-clock time such as <c>2026-12-20T00:00</c>, optionally with seconds; a date alone means its midnight.</summary>
    public static bool TryParseDateTime(string text, out LocalDateTime value, [NotNullWhen(false)] out string? error)
    {
        value = default;
        foreach (var pattern in DateTimes)
        {
            if (pattern.Parse(text).TryGetValue(default, out value) && IsSupported(value.Date))
            {
                error = null;
                return true;
            }
        }

        error = $"\"{PrintableText.Of(text)}\" is not a local date and time. Expected a value such as 2026-12-20T00:00, from 1900 to 9899.";
        return false;
    }

    /// <summary>The end of a time, in the same notation. A date without a time is inclusive: it ends when that day ends.</summary>
    public static bool TryParseEnd(string text, out LocalDateTime value, [NotNullWhen(false)] out string? error)
    {
        if (!TryParseDateTime(text, out value, out error))
        {
            return false;
        }

        value = Date.Parse(text).Success ? value.PlusDays(1) : value;
        return true;
    }

    /// <summary>Far enough from the ends of the calendar that no arithmetic overflows.</summary>
    internal static bool IsSupported(LocalDate date) => date.Year is >= FirstYear and < EndYear;

    private static string ZoneHint(string text)
    {
        if ((ZoneNames.Find(text) ?? RailsZones.Find(text)?.Id) is { } meant)
        {
            return $"Write {meant}.";
        }

        var near = text.Length <= LongestZoneId ? NearestName.Hint(text, DateTimeZoneProviders.Tzdb.Ids) : null;
        return near?.StartsWith("Did you mean", StringComparison.Ordinal) == true ? near : "Expected a name such as Europe/Berlin or UTC.";
    }
}
