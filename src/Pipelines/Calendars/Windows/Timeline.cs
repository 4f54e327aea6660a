using NodaTime;
using Pipelines.Errors;

namespace Pipelines.Calendars.Windows;

/// <summary>Exact queries on a timeline: they check each of its boundaries and do not sample.</summary>
public static class Timeline
{
    /// <summary>How far ahead <see cref="NextOpening"/> and <see cref="NextClosing"/> look: two years.</summary>
    public static readonly Duration Horizon = Duration.FromDays(731);

    /// <summary>The first supported instant.</summary>
    public static readonly Instant First = Instant.FromUtc(1901, 1, 1, 0, 0);

    /// <summary>The end of the supported range.</summary>
    public static readonly Instant Last = Instant.FromUtc(9890, 1, 1, 0, 0);

    private static readonly Duration Stride = Duration.FromDays(30);

    public static bool IsOpen(this ITimeline timeline, Instant instant) => timeline.At(instant).Open;

    /// <summary>
    /// The state at <paramref name="from"/>, then one element for each change before <paramref name="until"/>, in order. Lazy. Empty if the
    /// range is empty.
    /// </summary>
    /// <exception cref="PipelineException">A time is out of range.</exception>
    public static IEnumerable<CalendarChange> Changes(this ITimeline timeline, Instant from, Instant until)
    {
        EnsureSupported("from", from);
        EnsureSupported("to", until);
        return from < until ? Walk(timeline, from, until) : [];
    }

    /// <summary>
    /// The first open instant from <paramref name="from"/> on, inclusive; null if it does not open within <see cref="Horizon"/>.
    /// </summary>
    public static Instant? NextOpening(this ITimeline timeline, Instant from) => FirstWith(timeline, from, open: true);

    /// <summary>
    /// The first closed instant from <paramref name="from"/> on, inclusive; null if it does not close within <see cref="Horizon"/>.
    /// </summary>
    public static Instant? NextClosing(this ITimeline timeline, Instant from) => FirstWith(timeline, from, open: false);

    internal static void EnsureSupported(string where, Instant instant)
    {
        if (instant < First || instant > Last)
        {
            throw PipelineException.BadInput(where, $"{instant} is out of range. Expected {First} to {Last}.");
        }
    }

    private static Instant? FirstWith(ITimeline timeline, Instant from, bool open)
    {
        EnsureSupported("from", from);
        return timeline.Changes(from, Instant.Min(from + Horizon, Last)).FirstOrDefault(change => change.Open == open)?.At;
    }

    private static IEnumerable<CalendarChange> Walk(ITimeline timeline, Instant from, Instant until)
    {
        var open = !timeline.IsOpen(from);
        for (var start = from; start < until; start += Stride)
        {
            var end = Instant.Min(start + Stride, until);
            foreach (var at in timeline.Edges(start, end).Where(edge => edge >= start && edge < end).Prepend(start).Distinct().Order())
            {
                var state = timeline.At(at);
                if (state.Open != open)
                {
                    open = state.Open;
                    yield return new CalendarChange(at, state.Open, state.Reason, state.Text);
                }
            }
        }
    }
}
