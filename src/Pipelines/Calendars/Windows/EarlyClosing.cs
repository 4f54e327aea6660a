using NodaTime;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Windows;

/// <summary>A timeline that admits nothing when little time is left: each of its open periods ends that much earlier.</summary>
/// <param name="inner">The timeline.</param>
/// <param name="left">Minimum time until it closes; greater than zero.</param>
internal sealed class EarlyClosing(ITimeline inner, Duration left) : ITimeline
{
    public CalendarState At(Instant instant)
    {
        var state = inner.At(instant);
        if (!state.Open)
        {
            return state;
        }

        // Half-open, like every window: with 15 minutes until 18:00, it is closed from 17:45.
        var closing = inner.Changes(instant, Instant.Min(instant + left + Duration.Epsilon, Timeline.Last))
            .FirstOrDefault(change => !change.Open);
        return closing is null ? state
            : new CalendarState(false, GateReasons.ClosingSoon, $"{state.Text}, with less than {Durations.Format(left.ToTimeSpan())} left");
    }

    public IEnumerable<Instant> Edges(Instant from, Instant until) =>
        inner.Edges(from, until).Concat(inner.Edges(from + left, until + left).Select(edge => edge - left));
}
