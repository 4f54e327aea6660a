using NodaTime;

namespace Pipelines.Gates;

/// <summary>
/// Weekly windows of one zone, without its holidays. The one rule: it is open at an instant when what the wall clock of the zone shows at that
/// instant lies in a window and in no holiday. So where the clock is put forward, an edge in the gap falls on the end of the gap and a window all
/// within it does not open that day; where the clock is put back, what it shows twice counts twice, and a window that ends between opens again.
/// </summary>
/// <param name="zone">Whose wall clock.</param>
/// <param name="windows">Empty means always open, but for holidays.</param>
/// <param name="holidays">Deny beats allow.</param>
public sealed class BusinessCalendar(DateTimeZone zone, IReadOnlyList<WeeklyWindow> windows, IReadOnlyList<Holiday> holidays) : ITimeline
{
    private const int DaysAround = 2; // zones are up to 26 hours apart, and a clock is put back by up to a day

    private readonly HolidayList closed = new(zone, holidays);

    private readonly CalendarState outside = new(false, GateReasons.OutsideWindow, $"outside {string.Join(", ", windows.Select(window => window.Text))}");

    public DateTimeZone Zone => zone;

    /// <summary>No windows and no holidays.</summary>
    public static BusinessCalendar AlwaysOpen(DateTimeZone zone) => new(zone, [], []);

    public CalendarState At(Instant instant)
    {
        if (closed.At(instant) is { } holiday)
        {
            return new CalendarState(false, GateReasons.Holiday, $"in the holiday {PrintableText.Of(holiday.Name)}");
        }

        if (windows.Count == 0)
        {
            return new CalendarState(true, GateReasons.Open, "not limited by a window");
        }

        var local = instant.InZone(zone).LocalDateTime;
        return windows.FirstOrDefault(window => window.Contains(local)) is { } window
            ? new CalendarState(true, GateReasons.Open, $"inside {window.Text}")
            : outside;
    }

    public IEnumerable<Instant> Edges(Instant from, Instant until)
    {
        var first = from.InZone(zone).Date.PlusDays(-DaysAround);
        var last = until.InZone(zone).Date.PlusDays(DaysAround);
        var dates = Enumerable.Range(0, Period.DaysBetween(first, last) + 1).Select(first.PlusDays);
        return dates
            .SelectMany(date => windows.SelectMany(window => window.Edges(date)))
            .SelectMany(edge => WallClock.Crossings(edge, zone))
            .Concat(closed.Edges(first, last));
    }
}
