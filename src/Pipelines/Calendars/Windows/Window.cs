using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Model;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// Times of the wall clock that recur, or are once. Windows that open, holidays and freezes are all made of it; every way to write one down ends here. What it means where the clock jumps is up to
/// <see cref="Schedule"/>.
/// </summary>
/// <param name="Text">Its name, or as it was written; for people, may be other people's text.</param>
/// <param name="Times">When.</param>
public sealed record Window(string Text, ITimes Times)
{
    /// <summary>On each of some days the same spans.</summary>
    public Window(string text, IDays days, IReadOnlyList<DaySpan> spans)
        : this(text, new DayTimes(days, spans))
    {
    }

    /// <summary>Whose wall clock; null means that of the calendar or freeze it stands in.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>The deployment types that it opens for; empty means all.</summary>
    public IReadOnlyList<DeploymentType> Types { get; init; } = [];

    /// <summary>The file that it is from; null when it stands in the configuration file.</summary>
    public string? File { get; init; }

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
    public bool Contains(LocalDateTime local) => Times.Contains(local);

    /// <summary>Whether no clock of this zone ever shows a time in it: it has no occurrence, or all of them lie where the clock is put forward.</summary>
    public bool NeverComes(DateTimeZone zone) => Times.IsEmpty || (Times.End is { } end
        && !Times.Between(new LocalDate(CalendarText.FirstYear, 1, 1), end.Date)
            .Any(span => WallClock.Intervals(WallClock.Local(span.From), WallClock.Local(span.Until), Zone ?? zone, wide: false).Any()));

    /// <summary>When its last occurrence is over, on the clock of a zone; null when there is no end.</summary>
    public Instant? End(DateTimeZone zone) => Times.End is { } end ? WallClock.Latest(end, Zone ?? zone) : null;

    /// <summary>The occurrences that touch one of these dates, in seconds of the wall clock since 1970.</summary>
    internal IEnumerable<DaySpan> Between(LocalDate first, LocalDate last) => Times.Between(first, last);
}
