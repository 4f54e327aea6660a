using NodaTime;
using NodaTime.Text;
using Pipelines.Calendars.Times;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.ICalendar;

/// <summary>A DATE or DATE-TIME value (RFC 5545, 3.3.4 and 3.3.5).</summary>
/// <param name="Local">What the clock of the zone shows; midnight of a date.</param>
/// <param name="IsDate">Whether it is a day without a time.</param>
/// <param name="Zone">Null when it floats: every calendar reads it on its own clock.</param>
internal readonly record struct IcsTime(LocalDateTime Local, bool IsDate, DateTimeZone? Zone)
{
    private static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    private static readonly LocalDateTimePattern DateTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    /// <exception cref="PipelineException">It is none, or its zone is not known.</exception>
    public static IcsTime Parse(IcsLine line) => Parse(line, line.Value);

    /// <summary>One of several values of a line, as in EXDATE.</summary>
    /// <exception cref="PipelineException">It is none, or its zone is not known.</exception>
    public static IcsTime Parse(IcsLine line, string value)
    {
        var time = Parse(value) ?? throw line.Fault(NoTime(value));
        var kind = line.Parameters.GetValueOrDefault("VALUE", time.IsDate ? "DATE" : "DATE-TIME");
        if (!kind.Equals(time.IsDate ? "DATE" : "DATE-TIME", StringComparison.OrdinalIgnoreCase))
        {
            throw line.Fault($"{line.Name} is not of the kind VALUE={PrintableText.Of(kind)}.");
        }

        if (!line.Parameters.TryGetValue("TZID", out var id))
        {
            return time;
        }

        return time.IsDate || time.Zone is not null
            ? throw line.Fault($"{line.Name} cannot have a TZID: it is a date, or in UTC already.")
            : time with { Zone = FindZone(id, line) };
    }

    /// <summary>A bare value, as in UNTIL; null when it is none.</summary>
    public static IcsTime? Parse(string value)
    {
        if (Date.Parse(value).TryGetValue(default, out var date) && CalendarText.IsSupported(date))
        {
            return new IcsTime(date.AtMidnight(), IsDate: true, Zone: null);
        }

        var isUtc = value.EndsWith('Z');
        return DateTime.Parse(isUtc ? value[..^1] : value).TryGetValue(default, out var local) && CalendarText.IsSupported(local.Date)
            ? new IcsTime(local, IsDate: false, isUtc ? DateTimeZone.Utc : null)
            : null;
    }

    /// <summary>The message about a value that is none.</summary>
    public static string NoTime(string value) =>
        $"\"{PrintableText.Of(value)}\" is not a time. Expected one such as 20261224, 20261224T120000 or 20261224T120000Z, from 1900 to 9899.";

    /// <summary>The same moment on the clock of another zone; unchanged when it floats.</summary>
    public LocalDateTime LocalIn(DateTimeZone? zone) =>
        zone is null || Zone is null || zone.Equals(Zone) ? Local : WallClock.Latest(Local, Zone).InZone(zone).LocalDateTime;

    /// <summary>IANA ids, and the names that other programs write instead.</summary>
    private static DateTimeZone FindZone(string id, IcsLine line)
    {
        if (ZoneNames.Find(id) is not { } iana)
        {
            throw line.Fault(ZoneNames.Problem(id) is { Length: > 0 } problem ? problem : CalendarText.NoZone(id));
        }

        return DateTimeZoneProviders.Tzdb[iana];
    }
}
