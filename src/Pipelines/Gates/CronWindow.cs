using System.Diagnostics.CodeAnalysis;
using Pipelines.Configuration;

namespace Pipelines.Gates;

/// <summary>
/// Reads a window that opens by cron, for a time: five fields for minute, hour, day of the month, month and day of the week, as the crontabs of Unix
/// have them. When both fields of days are given, either one is enough; a field that begins with <c>*</c> counts as not given.
/// </summary>
internal static class CronWindow
{
    private const int LongestText = 200;

    public static bool TryParse(string text, TimeSpan length, [NotNullWhen(true)] out Window? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        var fields = text.Length <= LongestText ? text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) : [];
        if (fields.Length != CronField.All.Count)
        {
            error = $"\"{PrintableText.Of(text)}\" is not a cron expression. Expected five fields: minute, hour, day of month, month and day of week, such as \"0 22 * * fri\".";
            return false;
        }

        var values = new ulong[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (!CronField.All[i].TryParse(fields[i], out values[i], out error))
            {
                return false;
            }
        }

        error = null;
        value = new Window($"{string.Join(' ', fields)} for {Durations.Format(length)}", Days(fields, values), Spans(values, (long)length.TotalSeconds));
        return true;
    }

    private static MatchingDays Days(string[] fields, ulong[] values)
    {
        var either = fields[2][0] != '*' && fields[4][0] != '*';
        return new MatchingDays(date =>
        {
            var (ofMonth, ofWeek) = (Has(values[2], date.Day), Has(values[4], (int)date.DayOfWeek % 7));
            return Has(values[3], date.Month) && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
        });
    }

    /// <summary>From each of a day's begins, those that run into each other as one.</summary>
    private static List<DaySpan> Spans(ulong[] values, long seconds)
    {
        var spans = new List<DaySpan>();
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            if (!Has(values[0], minute % 60) || !Has(values[1], minute / 60))
            {
                continue;
            }

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

    private static bool Has(ulong set, int value) => (set >> value & 1) != 0;
}
