using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.Calendars.Times;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// Parses a time of the week, <c>[opens, closes)</c> on the wall clock: <c>mon-thu 09:00-18:00</c>, <c>sat,sun 10:00-24:00</c>,
/// <c>22:00-02:00</c>. Without days it applies every day. A window over midnight belongs to the day on which it opens.
/// </summary>
public static partial class WeeklyWindow
{
    private const int MinutesOfDay = 24 * 60;
    private const int LongestText = 100;

    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static bool TryParse(string text, [NotNullWhen(true)] out Window? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        var match = Shape().Match(text.Length <= LongestText ? text.Trim() : "");
        if (!match.Success)
        {
            error = $"\"{PrintableText.Of(text)}\" is not a window. Expected a window such as \"mon-thu 09:00-18:00\", \"sat,sun "
                + "10:00-24:00\" or \"22:00-02:00\".";
            return false;
        }

        var (opens, closes) = (Minutes(match, "opens"), Minutes(match, "closes"));
        var days = new bool[DayNames.Length];
        error = TimesError(opens, closes) ?? MarkDays(match.Groups["days"].Value, days);
        value = error is null
            ? new Window(match.Value, new MatchingDays(date => days[(int)date.DayOfWeek - 1]), [Span(opens, closes)]) : null;
        return value is not null;
    }

    private static DaySpan Span(int opens, int closes) => new(opens * 60, (closes <= opens ? closes + MinutesOfDay : closes) * 60);

    private static string? TimesError(int opens, int closes) =>
        opens >= MinutesOfDay || closes > MinutesOfDay ? "A window opens from 00:00 to 23:59 and closes at 24:00 at the latest."
        : opens == closes ? "The window is empty. Expected two different times; the whole day is \"00:00-24:00\"."
        : null;

    /// <summary>Null, or what is wrong with the days. Ranges may wrap around the end of the week: <c>fri-mon</c>.</summary>
    private static string? MarkDays(string text, bool[] days)
    {
        if (text.Length == 0)
        {
            Array.Fill(days, true);
        }

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.ToLowerInvariant().Split('-', StringSplitOptions.TrimEntries);
            if (Array.Find(ends, end => !DayNames.Contains(end)) is { } unknown)
            {
                return $"\"{unknown}\" is not a day. {NearestName.Hint(unknown, DayNames)}";
            }

            var last = Array.IndexOf(DayNames, ends[^1]);
            for (var day = Array.IndexOf(DayNames, ends[0]); ; day = (day + 1) % days.Length)
            {
                days[day] = true;
                if (day == last)
                {
                    break;
                }
            }
        }

        return null;
    }

    private static int Minutes(Match match, string name)
    {
        var text = match.Groups[name].ValueSpan;
        return (int.Parse(text[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(text[3..], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        "^((?<days>[a-z]+( ?- ?[a-z]+)?( ?, ?[a-z]+( ?- ?[a-z]+)?)*) +)?(?<opens>[0-9]{2}:[0-5][0-9]) ?- ?(?<closes>[0-9]{2}:[0-5][0-9])$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
