using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Model;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// Wall-clock times, recurring or one-off. Windows, holidays and freezes all consist of these; every notation is converted to this.
/// <see cref="Schedule"/> decides what it means at clock changes.
/// </summary>
/// <param name="Text">Its name, or its text; shown to people, may be foreign text.</param>
/// <param name="Times">The times.</param>
public sealed record Window(string Text, ITimes Times)
{
    /// <summary>The same spans on each of some days.</summary>
    public Window(string text, IDays days, IReadOnlyList<DaySpan> spans)
        : this(text, new DayTimes(days, spans))
    {
    }

    /// <summary>The time zone; null means that of the enclosing calendar or freeze.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>The deployment types it opens for; empty means all.</summary>
    public IReadOnlyList<DeploymentType> Types { get; init; } = [];

    /// <summary>The file it comes from; null if it is in the configuration file.</summary>
    public string? File { get; init; }

    /// <summary>One whole day by the clock.</summary>
    public static Window Day(LocalDate date, string? name = null) =>
        new(name ?? CalendarDates.Text(date), new SingleDay(date), [new DaySpan(0, DaySpan.SecondsOfDay)]);

    /// <summary>Once, <c>[from, until)</c>.</summary>
    public static Window Once(string name, LocalDateTime from, LocalDateTime until, DateTimeZone? zone = null) =>
        new(name, new SingleDay(from.Date), [Span(from, until)]) { Zone = zone };

    /// <summary>The span of an occurrence with this start and end.</summary>
    internal static DaySpan Span(LocalDateTime from, LocalDateTime until)
    {
        var begin = from.TimeOfDay.TickOfDay / NodaConstants.TicksPerSecond;
        return new DaySpan(begin, begin + Period.Between(from, until, PeriodUnits.Seconds).Seconds);
    }

    /// <summary>Whether it contains this wall-clock time. This alone defines a window.</summary>
    public bool Contains(LocalDateTime local) => Times.Contains(local);

    /// <summary>
    /// Whether no clock in this zone ever shows a time in it: it has no occurrence, or all of them are skipped when the clocks go forward.
    /// </summary>
    public bool NeverComes(DateTimeZone zone) => Times.IsEmpty || (Times.End is { } end
        && !Times.Between(new LocalDate(CalendarText.FirstYear, 1, 1), end.Date)
            .Any(span => WallClock.Intervals(WallClock.Local(span.From), WallClock.Local(span.Until), Zone ?? zone, wide: false).Any()));

    /// <summary>When its last occurrence ends, on the clock of a zone; null if there is no end.</summary>
    public Instant? End(DateTimeZone zone) => Times.End is { } end ? WallClock.Latest(end, Zone ?? zone) : null;

    /// <summary>The occurrences that touch one of these dates, in wall-clock seconds since 1970.</summary>
    internal IEnumerable<DaySpan> Between(LocalDate first, LocalDate last) => Times.Between(first, last);
}
