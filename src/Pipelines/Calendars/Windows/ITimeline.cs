using NodaTime;

namespace Pipelines.Calendars.Windows;

/// <summary>Something that is open or closed at each instant and can say where that may change.</summary>
public interface ITimeline
{
    CalendarState At(Instant instant);

    /// <summary>
    /// Every instant of <c>[from, until)</c> at which the state changes. May hold others, also outside the range, in any order and more than
    /// once: <see cref="Timeline"/> asks <see cref="At"/> what is true there.
    /// </summary>
    IEnumerable<Instant> Edges(Instant from, Instant until);
}
