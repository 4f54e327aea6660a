using NodaTime;

namespace Pipelines.Calendars.Windows;

/// <summary>Something that is open or closed at each instant and knows where that may change.</summary>
public interface ITimeline
{
    CalendarState At(Instant instant);

    /// <summary>
    /// Every instant in <c>[from, until)</c> at which the state changes. May include others, also outside the range, in any order and
    /// repeatedly: <see cref="Timeline"/> uses <see cref="At"/> to find out the state there.
    /// </summary>
    IEnumerable<Instant> Edges(Instant from, Instant until);
}
