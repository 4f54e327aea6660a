using NodaTime;
using Pipelines.Calendars.Windows;

namespace Pipelines.Tests.Calendars;

/// <summary>Counts how often a timeline is asked.</summary>
internal sealed class CountingTimeline(ITimeline inner) : ITimeline
{
    public int Questions { get; private set; }

    public CalendarState At(Instant instant)
    {
        Questions++;
        return inner.At(instant);
    }

    public IEnumerable<Instant> Edges(Instant from, Instant until) => inner.Edges(from, until);
}
