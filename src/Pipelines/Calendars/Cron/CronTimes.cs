using System.Diagnostics.CodeAnalysis;
using Pipelines.Calendars.Times;
using Pipelines.Reporting;
using NodaTime;

namespace Pipelines.Calendars.Cron;

/// <summary>
/// The minutes matched by a cron expression: five fields for minute, hour, day of month, month and day of week, as in Unix crontabs. If
/// both day fields are given, either may match; a field that starts with <c>*</c> counts as not given.
/// </summary>
/// <param name="Fields">The five fields as written.</param>
/// <param name="Days">The matching dates.</param>
/// <param name="Minutes">The matching minutes of each day, in order.</param>
internal sealed record CronTimes(IReadOnlyList<string> Fields, IDays Days, IReadOnlyList<int> Minutes)
{
    private const int LongestText = 200;
    /// <summary>The calendar repeats every 400 years, including days of the week.</summary>
    private static readonly (LocalDate First, LocalDate Last) Cycle = (new(2000, 1, 1), new(2399, 12, 31));

    private const int MinutesOfDay = 24 * 60;

    /// <summary>Whether there is no such date, such as a 30th of February.</summary>
    public bool NeverComes => !Days.Between(Cycle.First, Cycle.Last).Any();

    public static bool TryParse(string text, [NotNullWhen(true)] out CronTimes? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        var fields = text.Length <= LongestText ? text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) : [];
        if (fields.Length != CronField.All.Count)
        {
            error = $"\"{PrintableText.Of(text)}\" is not a cron expression. Expected five fields: minute, hour, day of month, month and "
                + $"day of week, such as \"0 22 * * fri\".";
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
        value = new CronTimes(fields, DaysOf(fields, values),
            [.. Enumerable.Range(0, MinutesOfDay).Where(minute => Has(values[0], minute % 60) && Has(values[1], minute / 60))]);
        return true;
    }

    public override string ToString() => string.Join(' ', Fields);

    private static MatchingDays DaysOf(string[] fields, ulong[] values)
    {
        var either = fields[2][0] != '*' && fields[4][0] != '*';
        return new MatchingDays(date =>
        {
            var (ofMonth, ofWeek) = (Has(values[2], date.Day), Has(values[4], (int)date.DayOfWeek % 7));
            return Has(values[3], date.Month) && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
        });
    }

    private static bool Has(ulong set, int value) => (set >> value & 1) != 0;
}
