using NodaTime;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// The windows of one zone, without its holidays. The rule: it is open at an instant if the wall clock of the zone then shows a time inside
/// a window and outside all holidays. When the clocks go forward, a boundary in the gap therefore moves to the end of the gap, and a window
/// entirely inside the gap does not open that day; when the clocks go back, times shown twice count twice, and a window that ends in
/// between opens again.
/// </summary>
/// <param name="zone">The time zone.</param>
/// <param name="windows">Empty means always open, except for holidays.</param>
/// <param name="holidays">Take precedence over windows.</param>
public sealed class BusinessCalendar(DateTimeZone zone, IReadOnlyList<Window> windows, IReadOnlyList<Window> holidays) : ITimeline
{
    private readonly Schedule open = new(zone, windows);
    private readonly Schedule closed = new(zone, holidays);

    private readonly CalendarState outside = new(false, GateReasons.OutsideWindow, $"outside {Names(windows)}");

    /// <summary>Whether there are windows at all, even if none is for this type: then it is never open.</summary>
    private bool isLimited = windows.Count > 0;

    public DateTimeZone Zone => zone;

    /// <summary>The windows that contain an instant.</summary>
    public IReadOnlyList<Window> Windows => windows;

    /// <summary>The holidays that contain an instant.</summary>
    public IReadOnlyList<Window> Holidays => holidays;

    /// <summary>Referenced files that are empty.</summary>
    public IReadOnlyList<string> EmptyFiles { get; init; } = [];

    /// <summary>No windows and no holidays.</summary>
    public static BusinessCalendar AlwaysOpen(DateTimeZone zone) => new(zone, [], []);

    /// <summary>A copy with only the windows for deployments of this type. Other windows do not open it.</summary>
    public BusinessCalendar For(DeploymentType type) => windows.All(window => window.Types.Count == 0)
        ? this
        : new(zone, [.. windows.Where(window => IsFor(window, type))], holidays) { isLimited = true };

    /// <summary>
    /// Whether one of the windows opens for such deployments. If windows name the type of a schedule, only those admit it.
    /// </summary>
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
        0 => "every window: none applies to this deployment type",
        <= 5 => string.Join(", ", windows.Select(window => PrintableText.Of(window.Text))),
        _ => $"{Names([.. windows.Take(4)])} and {windows.Count - 4} more",
    };
}
