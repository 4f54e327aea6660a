using System.Globalization;
using NodaTime;

namespace Pipelines.Tests.Calendars;

/// <summary>What a freeze of GitLab's means, written without the code under test: a step a minute, from the last begin and the last end
/// alone.</summary>
internal static class FreezePeriodOracle
{
    private const int MinutesOfDay = 24 * 60;
    private const int DaysBefore = 500;

    /// <summary>For each minute whether it is frozen.</summary>
    public static IReadOnlyList<bool> Minutes(string begin, string end, LocalDate first, int days)
    {
        var (frozen, all) = (false, new List<bool>());
        for (var date = first.PlusDays(-DaysBefore); date < first.PlusDays(days); date = date.PlusDays(1))
        {
            var (begins, ends) = (IsDay(begin, date), IsDay(end, date));
            for (var minute = 0; minute < MinutesOfDay; minute++)
            {
                // The end that counts comes after the begin, so a begin is looked at last.
                frozen = (frozen && !(ends && IsMinute(end, minute))) || (begins && IsMinute(begin, minute));
                if (date >= first)
                {
                    all.Add(frozen);
                }
            }
        }

        return all;
    }

    private static bool IsMinute(string cron, int minute) =>
        Has(cron.Split(' ')[0], minute % 60, 0) && Has(cron.Split(' ')[1], minute / 60, 0);

    private static bool IsDay(string cron, LocalDate date)
    {
        var fields = cron.Split(' ');
        var (ofMonth, ofWeek) =
            (Has(fields[2], date.Day, 1), Has(fields[4], date.DayOfWeek == IsoDayOfWeek.Sunday ? 0 : (int)date.DayOfWeek, 0));
        return Has(fields[3], date.Month, 1) && (fields[2] != "*" && fields[4] != "*" ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private static bool Has(string field, int value, int least) => field.Split(',').Any(item =>
    {
        var parts = item.Split('/');
        var ends = parts[0].Split('-').Select(text => text == "*" ? least : int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var last = parts[0] == "*" ? int.MaxValue : ends[^1];
        return value >= ends[0] && value <= last
            && (value - ends[0]) % (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1) == 0;
    });
}
