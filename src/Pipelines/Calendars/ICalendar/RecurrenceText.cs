using System.Globalization;
using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.ICalendar;

/// <summary>
/// Parses an RRULE (RFC 5545, 3.3.10): FREQ from DAILY to YEARLY, INTERVAL, COUNT, UNTIL, WKST, BYMONTH, BYMONTHDAY, BYDAY and BYSETPOS.
/// Any other part is an error, because ignoring it would move every occurrence.
/// </summary>
internal static class RecurrenceText
{
    /// <summary>Maximum length of an occurrence.</summary>
    public const int LongestDays = 366;

    public const long LongestSeconds = (long)LongestDays * DaySpan.SecondsOfDay;

    private const int MaxNumber = 10_000;
    private const int LongestText = 1000;

    private static readonly string[] WeekDays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    private static readonly string[] Known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"];

    /// <summary>The dates of the rule.</summary>
    /// <param name="text">The text after <c>RRULE:</c>.</param>
    /// <param name="start">DTSTART. It must be the first occurrence: the RFC does not define whether it counts if the rule
    /// disagrees.</param>
    /// <param name="exceptions">Dates excluded from the rule.</param>
    /// <param name="fault">Creates the exception to throw from a problem and a hint.</param>
    public static Recurrence Parse(string text, IcsTime start,
        Func<RecurrenceRule, IReadOnlySet<LocalDate>> exceptions, Func<string, string?, PipelineException> fault)
    {
        var parts = Parts(text, fault);
        var rule = new RecurrenceRule(start.Local.Date)
        {
            Frequency = FrequencyOf(parts, fault),
            Interval = Numbers("INTERVAL", 1, MaxNumber).FirstOrDefault(1),
            WeekStart = parts.TryGetValue("WKST", out var day) ? WeekDay(day) : IsoDayOfWeek.Monday,
            Months = Numbers("BYMONTH", 1, 12),
            MonthDays = Numbers("BYMONTHDAY", -31, 31),
            Days = [.. Values("BYDAY").Select(Day)],
            Positions = Numbers("BYSETPOS", -366, 366),
        };
        Check(rule, fault);
        return new Recurrence(rule, Last(rule, start, parts, Numbers("COUNT", 1, MaxNumber), fault), exceptions(rule));

        string[] Values(string name) => parts.TryGetValue(name, out var value) ? value.Split(',') : [];

        IReadOnlyList<int> Numbers(string name, int least, int most) => name is "INTERVAL" or "COUNT" && Values(name).Length > 1
            ? throw fault($"{name} takes a single number.", null)
            : [.. Values(name).Select(value => Number(value, least, most, fault))];

        IsoDayOfWeek WeekDay(string name) => Array.IndexOf(WeekDays, name) is >= 0 and var index
            ? (IsoDayOfWeek)(index + 1)
            : throw fault($"\"{PrintableText.Of(name)}\" is not a weekday. Expected one of {string.Join(", ", WeekDays)}, optionally "
            + "with a number such as 2TU or -1FR.", null);

        NthDay Day(string value) => value.Length <= 2
            ? new NthDay(0, WeekDay(value))
            : new NthDay(Number(value[..^2], -53, 53, fault), WeekDay(value[^2..]));
    }

    private static Dictionary<string, string> Parts(string text, Func<string, string?, PipelineException> fault)
    {
        if (text.Length > LongestText)
        {
            throw fault($"the RRULE is longer than {LongestText} characters.", null);
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.ToUpperInvariant().Split(';'))
        {
            if (part.Split('=') is not [{ Length: > 0 } key, { Length: > 0 } value] || !parts.TryAdd(key, value))
            {
                throw fault($"\"{PrintableText.Of(part)}\" is not a part of an RRULE, or occurs twice. Expected a part such as "
                    + "FREQ=YEARLY.", null);
            }
        }

        return parts.Keys.FirstOrDefault(key => !Known.Contains(key)) is not { } unknown ? parts
            : throw fault($"{PrintableText.Of(unknown)} in an RRULE is not supported. Expected {string.Join(", ", Known)}.",
            "Write a separate event for each time.");
    }

    private static Frequency FrequencyOf(Dictionary<string, string> parts, Func<string, string?, PipelineException> fault) =>
        parts.GetValueOrDefault("FREQ") switch
    {
        "DAILY" => Frequency.Daily,
        "WEEKLY" => Frequency.Weekly,
        "MONTHLY" => Frequency.Monthly,
        "YEARLY" => Frequency.Yearly,
        null => throw fault("the RRULE has no FREQ. Expected DAILY, WEEKLY, MONTHLY or YEARLY.", null),
        var other => throw fault($"FREQ={PrintableText.Of(other)} is not supported. Expected DAILY, WEEKLY, MONTHLY or YEARLY.", null),
    };

    private static int Number(string text, int least, int most, Func<string, string?, PipelineException> fault) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most && number != 0
            ? number
            : throw fault($"\"{PrintableText.Of(text)}\" is not a number from {least} to {most}{(least < 0 ? ", except 0" : "")}.", null);

    private static void Check(RecurrenceRule rule, Func<string, string?, PipelineException> fault)
    {
        if (rule.Days.Any(day => day.Number != 0) && rule.Frequency is Frequency.Daily or Frequency.Weekly)
        {
            throw fault("a BYDAY with a number requires FREQ=MONTHLY or YEARLY.", null);
        }

        if (rule.MonthDays.Count > 0 && rule.Frequency == Frequency.Weekly)
        {
            throw fault("BYMONTHDAY cannot be combined with FREQ=WEEKLY.", null);
        }

        if (rule.Positions.Count > 0 && rule.Days.Count + rule.MonthDays.Count + rule.Months.Count == 0)
        {
            throw fault("BYSETPOS requires another BY part.", null);
        }

        if (!rule.Matches(rule.Start))
        {
            var first = Recurrence.DateOf(rule, 1);
            throw fault(
                $"the start, {CalendarDates.Text(rule.Start)}, is not an occurrence of the RRULE, and RFC 5545 leaves the meaning "
                    + "undefined.",
                first is { } date ? $"The first occurrence is {CalendarDates.Text(date)}." : "There is no occurrence.");
        }
    }

    /// <summary>The last date that can be an occurrence; null if there is no end.</summary>
    private static LocalDate? Last(RecurrenceRule rule, IcsTime start,
        Dictionary<string, string> parts, IReadOnlyList<int> count, Func<string, string?, PipelineException> fault)
    {
        if (!parts.TryGetValue("UNTIL", out var until))
        {
            return count.Count == 0 ? null
                : Recurrence.DateOf(rule, count[0])
                    ?? throw fault($"COUNT={count[0]} is not reached within {Recurrence.LongestCount} years.", null);
        }

        if (count.Count > 0)
        {
            throw fault("the RRULE has both a COUNT and an UNTIL. Expected only one of them.", null);
        }

        var end = IcsTime.Parse(until) ?? throw fault(IcsTime.NoTime(until), null);
        if (end.IsDate != start.IsDate || end.Zone != (start.Zone is null ? null : DateTimeZone.Utc))
        {
            throw fault("UNTIL does not match DTSTART. Expected a date for a date, a local time for a time without a zone, and a time "
                + "in UTC (Z) for a time with a zone.", null);
        }

        var last = end.LocalIn(start.Zone);
        return last.TimeOfDay >= start.Local.TimeOfDay ? last.Date : last.Date.PlusDays(-1);
    }
}
