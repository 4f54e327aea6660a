namespace Pipelines.Calendars.Windows;

/// <summary>A UTC year, divided into segments that do not overlap; each belongs to one window. Times are in seconds since 1970.</summary>
internal sealed class ScheduleYear
{
    private readonly List<(long From, long Until, int Index)> parts;

    /// <param name="year">The year.</param>
    /// <param name="spans">In any order; they may overlap, and then the lowest index wins. Spans outside the year are ignored.</param>
    public ScheduleYear(int year, List<(long From, long Until, int Index)> spans)
    {
        Year = year;
        spans.Sort((a, b) => a.From != b.From ? a.From.CompareTo(b.From) : a.Index.CompareTo(b.Index));
        parts = Divide(spans);
    }

    public int Year { get; }

    /// <summary>The index of the window at this second; null if there is none.</summary>
    public int? At(long second)
    {
        var at = CountBegunBy(second) - 1;
        return at >= 0 && second < parts[at].Until ? parts[at].Index : null;
    }

    public IEnumerable<long> Edges(long from, long until)
    {
        for (var i = Math.Max(CountBegunBy(from) - 1, 0); i < parts.Count && parts[i].From <= until; i++)
        {
            yield return parts[i].From;
            yield return parts[i].Until;
        }
    }

    /// <summary>Goes through the spans once, with the active ones in a queue.</summary>
    private static List<(long From, long Until, int Index)> Divide(List<(long From, long Until, int Index)> spans)
    {
        var parts = new List<(long From, long Until, int Index)>(spans.Count);
        var running = new PriorityQueue<long, int>();
        for (var (next, now) = (0, long.MinValue); next < spans.Count || running.Count > 0;)
        {
            now = running.Count == 0 ? Math.Max(now, spans[next].From) : now;
            for (; next < spans.Count && spans[next].From <= now; next++)
            {
                running.Enqueue(spans[next].Until, spans[next].Index);
            }

            while (running.TryPeek(out var end, out _) && end <= now)
            {
                running.Dequeue();
            }

            if (running.TryPeek(out var until, out var index))
            {
                var stop = next < spans.Count ? Math.Min(until, spans[next].From) : until;
                Append(parts, (now, stop, index));
                now = stop;
            }
        }

        return parts;
    }

    private static void Append(List<(long From, long Until, int Index)> parts, (long From, long Until, int Index) part)
    {
        if (parts.Count > 0 && parts[^1].Until == part.From && parts[^1].Index == part.Index)
        {
            parts[^1] = parts[^1] with { Until = part.Until };
            return;
        }

        parts.Add(part);
    }

    private int CountBegunBy(long second)
    {
        var (low, high) = (0, parts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = parts[middle].From <= second ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
