using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Cron;

/// <summary>Parses one of GitLab's freezes. Anything ambiguous is an error, because a wrong guess would deploy during a freeze.</summary>
internal static class FreezePeriodWindow
{
    private const string Hint = "Change it in Settings > CI/CD > Deploy freezes, or write the freeze in the configuration file instead "
        + "of `during: gitlab`.";

    /// <exception cref="PipelineException">It cannot be parsed unambiguously.</exception>
    public static Window Read(FreezePeriod period)
    {
        var where = $"GitLab deploy freeze from \"{PrintableText.Of(period.Begin)}\" to \"{PrintableText.Of(period.End)}\"";
        var zone = RailsZones.Find(period.Zone)
            ?? throw PipelineException.BadInput(where, $"\"{PrintableText.Of(period.Zone)}\" is not a known time zone.", Hint);
        var (begins, ends) = (Times(where, period.Begin), Times(where, period.End));
        return new Window($"{begins} until {ends}", new CronPair(begins, ends)) { Zone = zone };
    }

    /// <summary>GitLab accepts either day if one of the fields is like <c>*/2</c>; crontabs require both.</summary>
    private static CronTimes Times(string where, string text)
    {
        if (!CronTimes.TryParse(text, out var times, out var error))
        {
            throw PipelineException.BadInput(where, error, Hint);
        }

        string[] days = [times.Fields[2], times.Fields[4]];
        return days.Contains("*") || days.All(day => day[0] != '*') ? times
            : throw PipelineException.BadInput(where,
            $"\"{times}\" restricts days in two fields, one of them with a star, which is ambiguous.", Hint);
    }
}
