using NodaTime;
using NodaTime.Text;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Reporting;

namespace Pipelines.Calendars.ICalendar;

/// <summary>A VEVENT as it is read.</summary>
internal sealed class IcsEvent(IcsLine begin)
{
    /// <summary>All that says when an event is. Every other property only describes it.</summary>
    private static readonly string[] OfTime = ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"];

    private static readonly string[] Understood = ["DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE"];

    private readonly List<IcsLine> lines = [];

    public void Add(IcsLine line) => lines.Add(line);

    public bool Repeats => lines.Exists(line => line.Name == "RRULE");

    /// <summary>When it is; null when the event is cancelled.</summary>
    /// <exception cref="Errors.PipelineException">Something about its time is missing, wrong or not understood.</exception>
    public Window? ToWindow()
    {
        if (lines.Exists(line => line.Name == "STATUS" && line.Value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        if (lines.Find(line => OfTime.Except(Understood).Contains(line.Name)) is { } strange)
        {
            throw strange.Fault($"{strange.Name} is not supported.", "Write one event for each time.");
        }

        var startLine = Single("DTSTART") ?? throw begin.Fault("the event has no DTSTART.");
        var start = IcsTime.Parse(startLine);
        var span = Window.Span(start.Local, End(startLine, start));
        var name = lines.Find(line => line.Name == "SUMMARY")?.Text.Trim();
        return new Window(string.IsNullOrEmpty(name) ? CalendarDates.Text(start.Local.Date) : name, Days(start, span), [span]) { Zone = start.Zone };
    }

    private IDays Days(IcsTime start, DaySpan span)
    {
        if (Single("RRULE") is not { } line)
        {
            return lines.Find(line => line.Name == "EXDATE") is { } exception
                ? throw exception.Fault("there is an EXDATE, and no RRULE that it could be an exception of.")
                : new SingleDay(start.Local.Date);
        }

        return span.Until - span.From <= RecurrenceText.LongestSeconds
            ? RecurrenceText.Parse(line.Value, start, rule => Exceptions(start, rule), line.Fault)
            : throw line.Fault($"an event of more than {RecurrenceText.LongestDays} days cannot repeat.");
    }

    /// <summary>The dates of EXDATE. One that names an occurrence's day at another time is a mistake; one that names none says nothing.</summary>
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
                    throw line.Fault($"the EXDATE {PrintableText.Of(value)} is not the begin of an occurrence: DTSTART is {(start.IsDate ? "a date" : $"at {start.Local:HH:mm:ss}")}.");
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
            throw duration.Fault("the event has both a DTEND and a DURATION. Expected one of them.");
        }

        var until = end is not null ? EndTime(end, start)
            : duration is not null ? start.Local + Length(duration)
            : start.IsDate ? start.Local.PlusDays(1)
            : throw startLine.Fault("the event has no length. Expected a DTEND.");
        return until > start.Local ? until : throw (end ?? duration ?? startLine).Fault("the event does not end after it begins. A DTEND is exclusive: of a day, it is the next day.");
    }

    private static LocalDateTime EndTime(IcsLine line, IcsTime start)
    {
        var end = IcsTime.Parse(line);
        return end.IsDate == start.IsDate && (end.Zone is null) == (start.Zone is null)
            ? end.LocalIn(start.Zone)
            : throw line.Fault("DTSTART and DTEND are not of one kind. Expected two dates, two times with a zone, or two times without.");
    }

    /// <summary>Weeks, days and times (RFC 5545, 3.3.6), as NodaTime reads them; up to about a year.</summary>
    private static Period Length(IcsLine line) =>
        PeriodPattern.NormalizingIso.Parse(line.Value).TryGetValue(Period.Zero, out var length)
        && length is { Years: 0, Months: 0, Weeks: >= 0 and < 60, Days: >= 0 and < 400, Hours: >= 0 and < 9600, Minutes: >= 0 and < 9600, Seconds: >= 0 and < 9600 }
            ? length
            : throw line.Fault($"\"{PrintableText.Of(line.Value)}\" is not a duration, or is a very long one. Expected one such as P1D or PT4H.");
}
