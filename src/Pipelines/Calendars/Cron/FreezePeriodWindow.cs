using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Cron;

/// <summary>Reads a freeze of GitLab's. What cannot be read for certain is an error: a wrong guess would deploy into a freeze.</summary>
internal static class FreezePeriodWindow
{
    private const string Hint = "Change it in Settings > CI/CD > Deploy freezes, or write the freeze into the configuration file instead of `during: gitlab`.";

    /// <exception cref="PipelineException">It is none that can be read for certain.</exception>
    public static Window Read(FreezePeriod period)
    {
        var where = $"deploy freeze of GitLab from \"{PrintableText.Of(period.Begin)}\" to \"{PrintableText.Of(period.End)}\"";
        var zone = RailsZones.Find(period.Zone) ?? throw PipelineException.BadInput(where, $"\"{PrintableText.Of(period.Zone)}\" is no time zone that is known here.", Hint);
        var (begins, ends) = (Times(where, period.Begin), Times(where, period.End));
        return new Window($"{begins} until {ends}", new CronPair(begins, ends)) { Zone = zone };
    }

    /// <summary>GitLab lets either day do when one of them is such as <c>*/2</c>, crontabs want both.</summary>
    private static CronTimes Times(string where, string text)
    {
        if (!CronTimes.TryParse(text, out var times, out var error))
        {
            throw PipelineException.BadInput(where, error, Hint);
        }

        string[] days = [times.Fields[2], times.Fields[4]];
        return days.Contains("*") || days.All(day => day[0] != '*') ? times
            : throw PipelineException.BadInput(where, $"\"{times}\" names days in two fields, one of them with a star, which is read in more than one way.", Hint);
    }
}
