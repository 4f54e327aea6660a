using NodaTime;
using Pipelines.Calendars.Times;

namespace Pipelines.Calendars.Cron;

/// <summary>
/// From each occurrence of one cron expression to the next occurrence of another, as GitLab interprets its freeze periods. If a start
/// coincides with an end, the period continues.
/// </summary>
internal sealed class CronPair(CronTimes begins, CronTimes ends) : ITimes
{
    /// <summary>A 29th of February may be eight years away.</summary>
    private const int DaysBack = 9 * 366;

    public bool Contains(LocalDateTime local)
    {
        var second = WallClock.Midnight(local.Date) + (local.TickOfDay / NodaConstants.TicksPerSecond);
        return Between(local.Date, local.Date).Any(span => span.Contains(second));
    }

    public IEnumerable<DaySpan> Between(LocalDate first, LocalDate last)
    {
        long? since = IsOnBefore(first) ? WallClock.Midnight(first) : null;
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            foreach (var (minute, isBegin) in On(date))
            {
                var at = WallClock.Midnight(date) + (minute * 60);
                if (!isBegin && since is { } from)
                {
                    yield return new DaySpan(from, at);
                }

                since = isBegin ? since ?? at : null;
            }
        }

        if (since is { } open)
        {
            yield return new DaySpan(open, WallClock.Midnight(last.PlusDays(1)));
        }
    }

    /// <summary>The last event before a date decides.</summary>
    private bool IsOnBefore(LocalDate date) => Enumerable.Range(1, DaysBack).Select(back => On(date.PlusDays(-back)))
        .FirstOrDefault(events => events.Count > 0) is [.., var last] && last.IsBegin;

    /// <summary>At the same minute, a start takes precedence over an end.</summary>
    private List<(int Minute, bool IsBegin)> On(LocalDate date)
    {
        var (from, until) = (begins.Days.Contains(date) ? begins.Minutes : [], ends.Days.Contains(date) ? ends.Minutes : []);
        return from.Count + until.Count == 0
            ? [] : [.. from.Select(minute => (minute, true)).Concat(until.Except(from).Select(minute => (minute, false)))
            .OrderBy(each => each.minute)];
    }
}
