using NodaTime;
using NodaTime.Text;
using Pipelines.Gates;

namespace Pipelines.Tests.Gates;

/// <summary>Short ways to write down calendars and times.</summary>
internal static class Given
{
    public static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    public static Instant Utc(string text) => InstantPattern.General.Parse(text + "Z").Value;

    public static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    public static LocalDateTime Local(string text) =>
        CalendarText.TryParseDateTime(text, out var value, out var error) ? value : throw new ArgumentException(error);

    public static WeeklyWindow Window(string text) =>
        WeeklyWindow.TryParse(text, out var window, out var error) ? window : throw new ArgumentException(error);

    public static BusinessCalendar Calendar(string zone, string windows, params Holiday[] holidays) =>
        new(Zone(zone), [.. windows.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Window)], holidays);

    public static Freeze Freeze(string from, string until, string zone = "Europe/Berlin", string name = "year-end", params DeploymentType[] except) =>
        new(name, Local(from), Local(until), Zone(zone), [], except);

    /// <summary>One change a blank: <c>+2026-03-09T08:00:00</c> opens, <c>-2026-03-09T17:00:00</c> closes, both in UTC. The state at the start is left out.</summary>
    public static string Listing(ITimeline timeline, string from, string until) =>
        string.Join(' ', timeline.Changes(Utc(from), Utc(until)).Skip(1)
            .Select(change => $"{(change.Open ? '+' : '-')}{InstantPattern.General.Format(change.At)[..^1]}"));
}
