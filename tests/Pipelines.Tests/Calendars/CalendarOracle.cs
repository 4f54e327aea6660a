using NodaTime;

namespace Pipelines.Tests.Calendars;

/// <summary>
/// The meaning of a calendar, written down a second time and as plainly as can be: every minute of the week is painted open or closed, and
/// an
/// instant is looked up by what the clock shows. Knows nothing of edges, gaps or overlaps.
/// </summary>
internal sealed class CalendarOracle(DateTimeZone zone,
    IReadOnlyList<(int Day, int Opens, int Length)> windows, IReadOnlySet<LocalDate> holidays, IReadOnlySet<(int Month, int Day)> yearly)
{
    private const int Week = 7 * 24 * 60;

    private readonly bool[] minutes = Paint(windows);

    public bool IsOpen(Instant instant)
    {
        var (date, time) = instant.InZone(zone).LocalDateTime;
        var minute = ((((int)date.DayOfWeek - 1) * 24) + time.Hour) * 60;
        return minutes[minute + time.Minute] && !holidays.Contains(date) && !yearly.Contains((date.Month, date.Day));
    }

    private static bool[] Paint(IReadOnlyList<(int Day, int Opens, int Length)> windows)
    {
        var minutes = new bool[Week];
        foreach (var (day, opens, length) in windows)
        {
            for (var i = 0; i < length; i++)
            {
                minutes[((day * 24 * 60) + opens + i) % Week] = true;
            }
        }

        return minutes;
    }
}
