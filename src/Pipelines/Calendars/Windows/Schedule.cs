using NodaTime;
using Pipelines.Calendars.Times;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// Which of several windows applies at an instant: of overlapping ones, the first in the list. Computed one year at a time as instants are
/// requested, so that neither a long list nor a rule without an end costs more than the years examined.
/// </summary>
/// <param name="zone">The time zone of windows without their own.</param>
/// <param name="windows">In order of precedence.</param>
/// <param name="wide">How clock changes are interpreted; see <see cref="WallClock"/>.</param>
internal sealed class Schedule(DateTimeZone zone, IReadOnlyList<Window> windows, bool wide = false)
{
    private const int DaysAround = 2; // zones are up to 26 hours apart, and a clock goes back by up to a day

    private readonly ScheduleYear?[] years = new ScheduleYear?[8];

    /// <summary>The window at this instant; null if there is none.</summary>
    public Window? At(Instant instant) =>
        windows.Count > 0 && Year(instant.InUtc().Year).At(instant.ToUnixTimeSeconds()) is { } index ? windows[index] : null;

    /// <summary>Every instant in <c>[from, until)</c> at which a different window, or none, applies.</summary>
    public IEnumerable<Instant> Edges(Instant from, Instant until) => windows.Count == 0 ? []
        : Enumerable.Range(from.InUtc().Year, until.InUtc().Year - from.InUtc().Year + 1)
            .SelectMany(year => Year(year).Edges(from.ToUnixTimeSeconds(), until.ToUnixTimeSeconds()))
            .Select(Instant.FromUnixTimeSeconds);

    private ScheduleYear Year(int year)
    {
        ref var slot = ref years[year % years.Length];
        return slot is { } known && known.Year == year ? known : slot = new ScheduleYear(year, Spans(year));
    }

    private List<(long From, long Until, int Index)> Spans(int year)
    {
        var (first, last) = (new LocalDate(year, 1, 1).PlusDays(-DaysAround), new LocalDate(year, 12, 31).PlusDays(DaysAround));
        var spans = new List<(long, long, int)>();
        foreach (var (index, window) in windows.Index())
        {
            var calm = default(FixedOffsetSpan);
            foreach (var span in window.Between(first, last))
            {
                if (calm.Contains(span))
                {
                    spans.Add((span.From - calm.Offset, span.Until - calm.Offset, index));
                    continue;
                }

                calm = FixedOffsetSpan.Around(span.From, window.Zone ?? zone);
                foreach (var (begin, end) in WallClock.Intervals(WallClock.Local(span.From), WallClock.Local(span.Until), window.Zone
                    ?? zone, wide))
                {
                    spans.Add((begin.ToUnixTimeSeconds(), end.ToUnixTimeSeconds(), index));
                }
            }
        }

        return spans;
    }
}
