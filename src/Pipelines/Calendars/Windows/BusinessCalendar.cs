using NodaTime;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// Windows of one zone, without its holidays. The one rule: it is open at an instant when what the wall clock of the zone shows at that
/// instant lies in a window and in no holiday. So where the clock is put forward, an edge in the gap falls on the end of the gap and a window all
/// within it does not open that day; where the clock is put back, what it shows twice counts twice, and a window that ends between opens again.
/// </summary>
/// <param name="zone">Whose wall clock.</param>
/// <param name="windows">Empty means always open, but for holidays.</param>
/// <param name="holidays">Deny beats allow.</param>
public sealed class BusinessCalendar(DateTimeZone zone, IReadOnlyList<Window> windows, IReadOnlyList<Window> holidays) : ITimeline
{
    private readonly Schedule open = new(zone, windows);
    private readonly Schedule closed = new(zone, holidays);

    private readonly CalendarState outside = new(false, GateReasons.OutsideWindow, $"outside {Names(windows)}");

    /// <summary>It has windows, though none of them need be for this type: then it is never open.</summary>
    private bool isLimited = windows.Count > 0;

    public DateTimeZone Zone => zone;

    /// <summary>Those that open it.</summary>
    public IReadOnlyList<Window> Windows => windows;

    /// <summary>Those that close it.</summary>
    public IReadOnlyList<Window> Holidays => holidays;

    /// <summary>Files that were named, and in which nothing is.</summary>
    public IReadOnlyList<string> EmptyFiles { get; init; } = [];

    /// <summary>No windows and no holidays.</summary>
    public static BusinessCalendar AlwaysOpen(DateTimeZone zone) => new(zone, [], []);

    /// <summary>The same with those windows only that are for deployments of this kind. Windows that are for others do not open it.</summary>
    public BusinessCalendar For(DeploymentType type) => windows.All(window => window.Types.Count == 0)
        ? this
        : new(zone, [.. windows.Where(window => IsFor(window, type))], holidays) { isLimited = true };

    /// <summary>Whether one of the windows opens for such deployments. A schedule that has windows of its own, by name, is let in by them only.</summary>
    public bool IsFor(Window window, DeploymentType type) => window.Types.Contains(type)
        || (window.Types.Count == 0 && !(type == DeploymentType.ScheduledMaintenance && windows.Any(each => each.Types.Contains(type))));

    public CalendarState At(Instant instant)
    {
        if (closed.At(instant) is { } holiday)
        {
            return new CalendarState(false, GateReasons.Holiday, $"in the holiday {PrintableText.Of(holiday.Text)}");
        }

        if (!isLimited)
        {
            return new CalendarState(true, GateReasons.Open, "not limited by a window");
        }

        return open.At(instant) is { } window
            ? new CalendarState(true, GateReasons.Open, $"inside {PrintableText.Of(window.Text)}")
            : outside;
    }

    public IEnumerable<Instant> Edges(Instant from, Instant until) => open.Edges(from, until).Concat(closed.Edges(from, until));

    private static string Names(IReadOnlyList<Window> windows) => windows.Count switch
    {
        0 => "every window: none is for this deployment type",
        <= 5 => string.Join(", ", windows.Select(window => PrintableText.Of(window.Text))),
        _ => $"{Names([.. windows.Take(4)])} and {windows.Count - 4} more",
    };
}
