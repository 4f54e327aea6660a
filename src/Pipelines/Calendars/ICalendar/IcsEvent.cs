using NodaTime;
using NodaTime.Text;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Reporting;

namespace Pipelines.Calendars.ICalendar;

/// <summary>A VEVENT while it is being read.</summary>
internal sealed class IcsEvent(IcsLine begin)
{
    /// <summary>The properties that determine when an event takes place. All others only describe it.</summary>
    private static readonly string[] OfTime = ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"];

    private static readonly string[] Understood = ["DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE"];

    private readonly List<IcsLine> lines = [];

    public void Add(IcsLine line) => lines.Add(line);

    public bool Repeats => lines.Exists(line => line.Name == "RRULE");

    /// <summary>When it takes place; null if the event is cancelled.</summary>
    /// <exception cref="Errors.PipelineException">Something about its time is missing, wrong or not understood.</exception>
    public Window? ToWindow()
    {
        if (lines.Exists(line => line.Name == "STATUS" && line.Value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        if (lines.Find(line => OfTime.Except(Understood).Contains(line.Name)) is { } strange)
        {
            throw strange.Fault($"{strange.Name} is not supported.", "Write a separate event for each time.");
        }

        var startLine = Single("DTSTART") ?? throw begin.Fault("the event has no DTSTART.");
        var start = IcsTime.Parse(startLine);
        var span = Window.Span(start.Local, End(startLine, start));
        var name = lines.Find(line => line.Name == "SUMMARY")?.Text.Trim();
        return new Window(string.IsNullOrEmpty(name)
            ? CalendarDates.Text(start.Local.Date) : name, Days(start, span), [span]) { Zone = start.Zone };
    }

    private IDays Days(IcsTime start, DaySpan span)
    {
        if (Single("RRULE") is not { } line)
        {
            return lines.Find(line => line.Name == "EXDATE") is { } exception
                ? throw exception.Fault("there is an EXDATE without an RRULE.")
                : new SingleDay(start.Local.Date);
        }

        return span.Until - span.From <= RecurrenceText.LongestSeconds
            ? RecurrenceText.Parse(line.Value, start, rule => Exceptions(start, rule), line.Fault)
            : throw line.Fault($"an event of more than {RecurrenceText.LongestDays} days cannot repeat.");
    }

    /// <summary>
    /// The dates of EXDATE. A value on an occurrence's day but at another time is a mistake; a value that matches no occurrence has no
    /// effect.
    /// </summary>
    private HashSet<LocalDate> Exceptions(IcsTime start, RecurrenceRule rule)
    {
        var dates = new HashSet<LocalDate>();
        foreach (var line in lines.Where(line => line.Name == "EXDATE"))
        {
            foreach (var value in line.Value.Split(','))
            {
                var time = IcsTime.Parse(line, value);
                var local = time.LocalIn(start.Zone);
                if (time.IsDate != start.IsDate || (time.Zone is null) != (start.Zone is null)
                    || (local.TimeOfDay != start.Local.TimeOfDay && rule.Matches(local.Date)))
                {
                    throw line.Fault($"the EXDATE {PrintableText.Of(value)} is not the start of an occurrence: DTSTART is "
                        + $"{(start.IsDate ? "a date" : $"at {start.Local:HH:mm:ss}")}.");
                }

                dates.Add(local.Date);
            }
        }

        return dates;
    }

    private IcsLine? Single(string name)
    {
        var all = lines.FindAll(line => line.Name == name);
        return all.Count > 1 ? throw all[1].Fault($"the event has more than one {name}.") : all.FirstOrDefault();
    }

    private LocalDateTime End(IcsLine startLine, IcsTime start)
    {
        var (end, duration) = (Single("DTEND"), Single("DURATION"));
        if (end is not null && duration is not null)
        {
            throw duration.Fault("the event has both a DTEND and a DURATION. Expected only one of them.");
        }

        var until = end is not null ? EndTime(end, start)
            : duration is not null ? start.Local + Length(duration)
            : start.IsDate ? start.Local.PlusDays(1)
            : throw startLine.Fault("the event has no duration. Expected a DTEND.");
        return until > start.Local ? until : throw (end ?? duration
            ?? startLine).Fault("the event does not end after it starts. A DTEND is exclusive: for a whole day, it is the next day.");
    }

    private static LocalDateTime EndTime(IcsLine line, IcsTime start)
    {
        var end = IcsTime.Parse(line);
        return end.IsDate == start.IsDate && (end.Zone is null) == (start.Zone is null)
            ? end.LocalIn(start.Zone)
            : throw line.Fault("DTSTART and DTEND are of different kinds. Expected two dates, two times with a zone, or two times "
            + "without.");
    }

    /// <summary>Weeks, days and times (RFC 5545, 3.3.6), as parsed by NodaTime; up to about a year.</summary>
    private static Period Length(IcsLine line) =>
        PeriodPattern.NormalizingIso.Parse(line.Value).TryGetValue(Period.Zero, out var length)
        && length is { Years: 0, Months: 0, Weeks: >= 0 and < 60, Days: >= 0 and < 400, Hours: >= 0 and < 9600, Minutes: >= 0 and < 9600,
            Seconds: >= 0 and < 9600 }
            ? length
            : throw line.Fault($"\"{PrintableText.Of(line.Value)}\" is not a duration, or is too long. Expected a duration such as P1D "
            + "or PT4H.");
}
