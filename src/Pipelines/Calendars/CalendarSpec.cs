using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Calendars;

/// <summary>A calendar as it is configured.</summary>
/// <param name="Zone">Whose wall clock.</param>
/// <param name="Windows">When it is open; empty means always.</param>
/// <param name="Holidays">When it is closed all the same.</param>
public sealed record CalendarSpec(DateTimeZone Zone, IReadOnlyList<WindowSource> Windows, IReadOnlyList<WindowSource> Holidays)
{
    /// <summary>The calendar, with its files read.</summary>
    /// <exception cref="PipelineException">A file cannot be read or has problems.</exception>
    public BusinessCalendar Build(ConfigFile config) =>
        new(Zone, [.. Windows.SelectMany(source => source.Read(config))], [.. Holidays.SelectMany(source => source.Read(config))]);
}
