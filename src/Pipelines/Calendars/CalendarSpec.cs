using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Calendars;

/// <summary>A calendar as configured.</summary>
/// <param name="Zone">The time zone.</param>
/// <param name="Windows">When it is open; empty means always.</param>
/// <param name="Holidays">When it is closed regardless of windows.</param>
public sealed record CalendarSpec(DateTimeZone Zone, IReadOnlyList<WindowSource> Windows, IReadOnlyList<WindowSource> Holidays)
{
    /// <summary>The calendar, with its files read.</summary>
    /// <exception cref="PipelineException">A file cannot be read or has errors.</exception>
    public BusinessCalendar Build(ConfigFile config)
    {
        var (windows, holidays) = (Read(Windows, config), Read(Holidays, config));
        return new BusinessCalendar(Zone, [.. windows.SelectMany(each => each.Windows)], [.. holidays.SelectMany(each => each.Windows)])
        {
            EmptyFiles =
                [.. windows.Concat(holidays).Where(each => each.Windows.Count == 0)
                    .Select(each => each.Source).OfType<WindowSource.InFile>().Select(file => file.Path)],
        };
    }

    private static List<(WindowSource Source, IReadOnlyList<Window> Windows)> Read(IReadOnlyList<WindowSource> sources,
        ConfigFile config) =>
        [.. sources.Select(source => (source, source.Read(config)))];
}
