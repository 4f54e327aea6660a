using NodaTime;
using NodaTime.Text;
using Pipelines.Calendars.Cron;
using Pipelines.Calendars.ICalendar;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Tests.Gates;

/// <summary>Short ways to write down calendars and times.</summary>
internal static class Given
{
    public static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    public static Instant Utc(string text) => InstantPattern.General.Parse(text + "Z").Value;

    public static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    public static LocalDateTime Local(string text) =>
        CalendarText.TryParseDateTime(text, out var value, out var error) ? value : throw new ArgumentException(error);

    public static Window Window(string text) =>
        WeeklyWindow.TryParse(text, out var window, out var error) ? window : throw new ArgumentException(error);

    public static BusinessCalendar Calendar(string zone, string windows, params Window[] holidays) =>
        new(Zone(zone), [.. windows.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Window)], holidays);

    public static Freeze Freeze(string from, string until, string zone = "Europe/Berlin", string name = "year-end",
        params DeploymentType[] except) =>
        new(name, [Pipelines.Calendars.Windows.Window.Once(name, Local(from), Local(until))], Zone(zone), [], except);

    /// <summary>A window by an RRULE on the clock of its calendar: what <paramref name="from"/> to <paramref name="until"/> is on the first
    /// day.</summary>
    public static Window Recurring(string rule, string from, string until, params string[] skip) => new(
        rule,
        RecurrenceText.Parse(rule, new IcsTime(Local(from), IsDate: false, Zone: null), _ => skip.Select(Date).ToHashSet(), (what, hint) =>
            new PipelineException(what, hint)),
        [Pipelines.Calendars.Windows.Window.Span(Local(from), Local(until))]);

    /// <summary>The occurrences of a window that touch these dates.</summary>
    public static IEnumerable<(LocalDateTime From, LocalDateTime Until)> Occurrences(Window window, string first, string last) =>
        window.Between(Date(first), Date(last)).Select(span => (WallClock.Local(span.From), WallClock.Local(span.Until)));

    /// <summary>A window by cron, its length as in the configuration file.</summary>
    public static Window Cron(string cron, string length) =>
        Durations.TryParse(length, out var time) && CronWindow.TryParse(cron, time, out var window, out _)
            ? window : throw new ArgumentException($"{cron} for {length}");

    /// <summary>One change a blank: <c>+2026-03-09T08:00:00</c> opens, <c>-2026-03-09T17:00:00</c> closes, both in UTC. The state at the
    /// start is left out.</summary>
    public static string Listing(ITimeline timeline, string from, string until) =>
        string.Join(' ', timeline.Changes(Utc(from), Utc(until)).Skip(1)
            .Select(change => $"{(change.Open ? '+' : '-')}{InstantPattern.General.Format(change.At)[..^1]}"));
}
