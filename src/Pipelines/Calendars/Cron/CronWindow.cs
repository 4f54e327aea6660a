using System.Diagnostics.CodeAnalysis;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Cron;

/// <summary>Parses a window that opens by cron expression, for a duration.</summary>
internal static class CronWindow
{
    public static bool TryParse(string text, TimeSpan length, [NotNullWhen(true)] out Window? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        if (!CronTimes.TryParse(text, out var times, out error))
        {
            return false;
        }

        if (times.NeverComes)
        {
            error = $"\"{times}\" never comes: there is no such date. Its fields are minute, hour, day of month, month and day of week.";
            return false;
        }

        value = new Window($"{times} for {Durations.Format(length)}", times.Days, Spans(times.Minutes, (long)length.TotalSeconds));
        return true;
    }

    /// <summary>Merges a day's occurrences that overlap or touch.</summary>
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
