using NodaTime;
using Pipelines.Calendars.Times;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// Which of several windows holds at an instant: of those that overlap, the one listed first. Laid out a year at a time as the instants are asked
/// for, so that neither a long list nor a rule without an end costs more than the years that are looked at.
/// </summary>
/// <param name="zone">The clock of windows without a zone.</param>
/// <param name="windows">In the order in which they are named.</param>
/// <param name="wide">How the clock's jumps are read; see <see cref="WallClock"/>.</param>
internal sealed class Schedule(DateTimeZone zone, IReadOnlyList<Window> windows, bool wide = false)
{
    private const int DaysAround = 2; // zones are up to 26 hours apart, and a clock is put back by up to a day

    private readonly ScheduleYear?[] years = new ScheduleYear?[8];

    /// <summary>The window at this instant; null when there is none.</summary>
    public Window? At(Instant instant) =>
        windows.Count > 0 && Year(instant.InUtc().Year).At(instant.ToUnixTimeSeconds()) is { } index ? windows[index] : null;

    /// <summary>Every instant of <c>[from, until)</c> at which another window holds than before, or none.</summary>
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
            var calm = default(CalmStretch);
            foreach (var span in window.Between(first, last))
            {
                if (calm.Contains(span))
                {
                    spans.Add((span.From - calm.Offset, span.Until - calm.Offset, index));
                    continue;
                }

                calm = CalmStretch.Around(span.From, window.Zone ?? zone);
                foreach (var (begin, end) in WallClock.Intervals(WallClock.Local(span.From), WallClock.Local(span.Until), window.Zone ?? zone, wide))
                {
                    spans.Add((begin.ToUnixTimeSeconds(), end.ToUnixTimeSeconds(), index));
                }
            }
        }

        return spans;
    }
}
