using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.ICalendar;

/// <summary>
/// Windows from an iCalendar file (RFC 5545), for holidays and freezes. Each event is one window: whole days or times, once or by a rule.
/// Anything not understood that would affect the times is an error, never ignored: a silently missing holiday would open the gate.
/// </summary>
public static class IcsCalendar
{
    /// <summary>Maximum length of a file, in characters.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Maximum number of events in a file.</summary>
    public const int MaxEvents = 10_000;

    /// <summary>Maximum number of events with an RRULE: each costs work in every year examined.</summary>
    public const int MaxRules = 500;

    private const int MaxProblems = 50;

    /// <summary>The components that may occur, each with its parent. Only VEVENT is read.</summary>
    private static readonly Dictionary<string, string> ParentOf = new(StringComparer.Ordinal)
    {
        ["VCALENDAR"] = "",
        ["VEVENT"] = "VCALENDAR",
        ["VTIMEZONE"] = "VCALENDAR", // zones are taken from the bundled database by their id
        ["STANDARD"] = "VTIMEZONE",
        ["DAYLIGHT"] = "VTIMEZONE",
        ["VALARM"] = "VEVENT",
    };

    /// <summary>The windows, in file order; cancelled events are skipped.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">Used in messages.</param>
    /// <exception cref="PipelineException">It is too big, or has errors: all of them, up to 50.</exception>
    public static IReadOnlyList<Window> Parse(string text, string fileName)
    {
        if (text.Length > MaxLength)
        {
            throw PipelineException.BadInput(fileName, $"the file has {text.Length} characters. Expected at most {MaxLength}.");
        }

        var (windows, problems) = (new List<Window>(), new List<Problem>());
        foreach (var entry in Events(IcsLine.Read(text, fileName)).TakeWhile(_ => problems.Count < MaxProblems))
        {
            try
            {
                windows.AddRange(entry.ToWindow() is { } window ? [window] : []);
            }
            catch (PipelineException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems.Count == 0 ? windows : throw new PipelineException(problems);
    }

    private static List<IcsEvent> Events(List<IcsLine> lines)
    {
        var events = new List<IcsEvent>();
        var open = new Stack<string>([""]);
        foreach (var line in lines)
        {
            switch (line.Name)
            {
                case "BEGIN":
                    Begin(line, open, events);
                    break;
                case "END" when open.Count > 1 && line.Value.Equals(open.Peek(), StringComparison.OrdinalIgnoreCase):
                    open.Pop();
                    break;
                case "END":
                    throw line.Fault($"END:{PrintableText.Of(line.Value)} does not match the innermost BEGIN.");
                default:
                    Add(line, open.Peek(), events);
                    break;
            }
        }

        return events.Count(entry => entry.Repeats) > MaxRules
            ? throw PipelineException.BadInput(lines[0].Position.File, $"more than {MaxRules} events have an RRULE.")
            : open.Count == 1 ? events : throw lines[^1].Fault($"the file ends inside {open.Peek()}. It may be truncated.");
    }

    private static void Begin(IcsLine line, Stack<string> open, List<IcsEvent> events)
    {
        var component = line.Value.ToUpperInvariant();
        if (!ParentOf.TryGetValue(component, out var parent) || parent != open.Peek())
        {
            throw line.Fault($"BEGIN:{PrintableText.Of(line.Value)} is not supported here. Expected a VCALENDAR with VEVENTs.");
        }

        open.Push(component);
        if (component == "VEVENT")
        {
            events.Add(events.Count < MaxEvents ? new IcsEvent(line) : throw line.Fault($"there are more than {MaxEvents} events."));
        }
    }

    private static void Add(IcsLine line, string component, List<IcsEvent> events)
    {
        if (component.Length == 0)
        {
            throw line.Fault("this is not an iCalendar file. Expected BEGIN:VCALENDAR.");
        }

        if (component == "VEVENT")
        {
            events[^1].Add(line);
        }
    }
}
