using NodaTime;
using NodaTime.Text;
using Pipelines.Calendars.Times;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.ICalendar;

/// <summary>A DATE or DATE-TIME value (RFC 5545, 3.3.4 and 3.3.5).</summary>
/// <param name="Local">The wall-clock time; midnight for a date.</param>
/// <param name="IsDate">Whether it is a date without a time.</param>
/// <param name="Zone">Null for a floating time, which every calendar interprets in its own zone.</param>
internal readonly record struct IcsTime(LocalDateTime Local, bool IsDate, DateTimeZone? Zone)
{
    private static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    private static readonly LocalDateTimePattern DateTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    /// <exception cref="PipelineException">It is not valid, or its zone is unknown.</exception>
    public static IcsTime Parse(IcsLine line) => Parse(line, line.Value);

    /// <summary>One of several values in a line, as in EXDATE.</summary>
    /// <exception cref="PipelineException">It is not valid, or its zone is unknown.</exception>
    public static IcsTime Parse(IcsLine line, string value)
    {
        var time = Parse(value) ?? throw line.Fault(NoTime(value));
        var kind = line.Parameters.GetValueOrDefault("VALUE", time.IsDate ? "DATE" : "DATE-TIME");
        if (!kind.Equals(time.IsDate ? "DATE" : "DATE-TIME", StringComparison.OrdinalIgnoreCase))
        {
            throw line.Fault($"{line.Name} does not match VALUE={PrintableText.Of(kind)}.");
        }

        if (!line.Parameters.TryGetValue("TZID", out var id))
        {
            return time;
        }

        return time.IsDate || time.Zone is not null
            ? throw line.Fault($"{line.Name} cannot have a TZID, because it is a date or already in UTC.")
            : time with { Zone = FindZone(id, line) };
    }

    /// <summary>A bare value, as in UNTIL; null if it is not valid.</summary>
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

    /// <summary>The message about an invalid value.</summary>
    public static string NoTime(string value) =>
        $"\"{PrintableText.Of(value)}\" is not a time. Expected a value such as 20261224, 20261224T120000 or 20261224T120000Z, from "
            + "1900 to 9899.";

    /// <summary>The same moment on the clock of another zone; unchanged if floating.</summary>
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
