using System.Globalization;
using NodaTime;
using Pipelines.Errors;

namespace Pipelines.Gates;

/// <summary>Reads an RRULE (RFC 5545, 3.3.10): plain anniversaries, nothing else.</summary>
internal static class IcsRule
{
    private const int MaxNumber = 10_000;
    private const int LongestDays = 365;

    /// <exception cref="PipelineException">It is another rule, or not well formed.</exception>
    public static YearlyRule Parse(IcsLine line, IcsTime start, LocalDateTime until)
    {
        var parts = Parts(line);
        if (parts.GetValueOrDefault("FREQ") != "YEARLY" || parts.Keys.FirstOrDefault(key => key is not ("FREQ" or "INTERVAL" or "COUNT" or "UNTIL")) is not null)
        {
            throw line.Fault($"the RRULE \"{PrintableText.Of(line.Value)}\" is not supported. Expected FREQ=YEARLY with INTERVAL, COUNT or UNTIL at most.", "Write one event for each time.");
        }

        if (until > start.Local.PlusDays(LongestDays))
        {
            throw line.Fault($"an event of more than {LongestDays} days cannot repeat.");
        }

        var interval = parts.TryGetValue("INTERVAL", out var years) ? Number(years, line) : 1;
        return (parts.GetValueOrDefault("COUNT"), parts.GetValueOrDefault("UNTIL")) switch
        {
            (null, null) => new YearlyRule(interval, null),
            ({ } count, null) => new YearlyRule(interval, LastOfCount(start.Local.Date, interval, Number(count, line))),
            (null, { } end) => new YearlyRule(interval, LastUntil(start, IcsTime.Parse(end, line), line)),
            _ => throw line.Fault("the RRULE has both a COUNT and an UNTIL. Expected one of them."),
        };
    }

    private static Dictionary<string, string> Parts(IcsLine line)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in line.Value.ToUpperInvariant().Split(';'))
        {
            if (part.Split('=') is not [{ Length: > 0 } key, { Length: > 0 } value] || !parts.TryAdd(key, value))
            {
                throw line.Fault($"\"{PrintableText.Of(part)}\" is not a part of an RRULE, or is there twice. Expected one such as FREQ=YEARLY.");
            }
        }

        return parts;
    }

    private static int Number(string text, IcsLine line) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxNumber
            ? number
            : throw line.Fault($"\"{PrintableText.Of(text)}\" is not a number from 1 to {MaxNumber}.");

    /// <summary>The year of the last occurrence. Years without the date (29 February) do not count.</summary>
    private static int LastOfCount(LocalDate first, int interval, int count)
    {
        var year = first.Year;
        while (year < CalendarText.EndYear && (first.PlusYears(year - first.Year).Day != first.Day || --count > 0))
        {
            year += interval;
        }

        return year;
    }

    /// <summary>The last year whose anniversary is not after the end. The end is of the same kind as the start, and in UTC when that has a zone.</summary>
    private static int LastUntil(IcsTime start, IcsTime end, IcsLine line)
    {
        if (end.IsDate != start.IsDate || end.Zone != (start.Zone is null ? null : DateTimeZone.Utc))
        {
            throw line.Fault("UNTIL is not of the kind of DTSTART. Expected a date for a date, and a time in UTC (Z) for a time with a zone.");
        }

        var until = end.LocalIn(start.Zone);
        return start.Local.PlusYears(until.Year - start.Local.Year) <= until ? until.Year : until.Year - 1;
    }
}
