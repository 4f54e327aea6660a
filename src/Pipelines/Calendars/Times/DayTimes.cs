using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>The same spans on each of its days, counted from that day's midnight.</summary>
/// <param name="Days">The matching dates.</param>
/// <param name="Spans">At least one; none is empty.</param>
internal sealed record DayTimes(IDays Days, IReadOnlyList<DaySpan> Spans) : ITimes
{
    /// <summary>How many days after its own a span may extend.</summary>
    private readonly int _longest = (int)((Spans.Max(span => span.Until) - 1) / DaySpan.SecondsOfDay);

    public LocalDateTime? End => Days.Last is { } last ? last.AtMidnight().PlusSeconds(Spans.Max(span => span.Until)) : null;

    public bool IsEmpty => Days.IsEmpty;

    public bool Contains(LocalDateTime local)
    {
        var second = local.TickOfDay / NodaConstants.TicksPerSecond;
        return Enumerable.Range(0, _longest + 1).Any(back =>
            Spans.Any(span => span.Contains(second + ((long)back * DaySpan.SecondsOfDay))) && Days.Contains(local.Date.PlusDays(-back)));
    }

    public IEnumerable<DaySpan> Between(LocalDate first, LocalDate last)
    {
        foreach (var date in Days.Between(first.PlusDays(-_longest), last))
        {
            var midnight = WallClock.Midnight(date);
            foreach (var span in Spans)
            {
                yield return new DaySpan(midnight + span.From, midnight + span.Until);
            }
        }
    }
}
