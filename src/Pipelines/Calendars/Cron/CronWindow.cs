using System.Diagnostics.CodeAnalysis;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Cron;

/// <summary>Reads a window that opens by cron, for a time.</summary>
internal static class CronWindow
{
    public static bool TryParse(string text, TimeSpan length, [NotNullWhen(true)] out Window? value, [NotNullWhen(false)] out string? error)
    {
        value = CronTimes.TryParse(text, out var times, out error)
            ? new Window($"{times} for {Durations.Format(length)}", times.Days, Spans(times.Minutes, (long)length.TotalSeconds))
            : null;
        return value is not null;
    }

    /// <summary>From each of a day's begins, those that run into each other as one.</summary>
    private static List<DaySpan> Spans(IReadOnlyList<int> minutes, long seconds)
    {
        var spans = new List<DaySpan>();
        foreach (var minute in minutes)
        {
            var span = new DaySpan(minute * 60, (minute * 60) + seconds);
            if (spans.Count > 0 && spans[^1].Until >= span.From)
            {
                spans[^1] = spans[^1] with { Until = span.Until };
            }
            else
            {
                spans.Add(span);
            }
        }

        return spans;
    }
}
