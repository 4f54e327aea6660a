using NodaTime;

namespace Pipelines.Gates;

/// <summary>
/// Times of the wall clock that recur, or are once: on each of its days, one or more spans that count from that day's midnight. Windows that
/// open, holidays and freezes are all made of it; every way to write one down ends here. What it means where the clock jumps is up to
/// <see cref="Schedule"/>.
/// </summary>
/// <param name="Text">Its name, or as it was written; for people, may be other people's text.</param>
/// <param name="Days">The dates that it belongs to.</param>
/// <param name="Spans">At least one, none empty.</param>
public sealed record Window(string Text, IDays Days, IReadOnlyList<DaySpan> Spans)
{
    /// <summary>Whose wall clock; null means that of the calendar or freeze it stands in.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>The deployment types that it opens for; empty means all.</summary>
    public IReadOnlyList<DeploymentType> Types { get; init; } = [];

    /// <summary>How many days after its own it may still run.</summary>
    internal int LongestDays { get; } = (int)((Spans.Max(span => span.Until) - 1) / DaySpan.SecondsOfDay);

    /// <summary>One whole day, as the clock shows it.</summary>
    public static Window Day(LocalDate date, string? name = null) =>
        new(name ?? CalendarDates.Text(date), new SingleDay(date), [new DaySpan(0, DaySpan.SecondsOfDay)]);

    /// <summary>Once, <c>[from, until)</c>.</summary>
    public static Window Once(string name, LocalDateTime from, LocalDateTime until, DateTimeZone? zone = null) =>
        new(name, new SingleDay(from.Date), [Span(from, until)]) { Zone = zone };

    /// <summary>The span of an occurrence that begins and ends so.</summary>
    internal static DaySpan Span(LocalDateTime from, LocalDateTime until)
    {
        var begin = from.TimeOfDay.TickOfDay / NodaConstants.TicksPerSecond;
        return new DaySpan(begin, begin + Period.Between(from, until, PeriodUnits.Seconds).Seconds);
    }

    /// <summary>Whether this wall-clock time lies in it. It is all that a window means.</summary>
    public bool Contains(LocalDateTime local)
    {
        var second = local.TickOfDay / NodaConstants.TicksPerSecond;
        return Enumerable.Range(0, LongestDays + 1).Any(back =>
            Spans.Any(span => span.Contains(second + ((long)back * DaySpan.SecondsOfDay))) && Days.Contains(local.Date.PlusDays(-back)));
    }

    /// <summary>The occurrences that touch one of these dates, in seconds of the wall clock since 1970.</summary>
    internal IEnumerable<DaySpan> Between(LocalDate first, LocalDate last)
    {
        foreach (var date in Days.Between(first.PlusDays(-LongestDays), last))
        {
            var midnight = (long)Period.DaysBetween(WallClock.Epoch, date) * DaySpan.SecondsOfDay;
            foreach (var span in Spans)
            {
                yield return new DaySpan(midnight + span.From, midnight + span.Until);
            }
        }
    }
}
