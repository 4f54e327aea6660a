using NodaTime;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Gates;

/// <summary>A calendar as it is configured.</summary>
/// <param name="Zone">Whose wall clock.</param>
/// <param name="Windows">When it is open; empty means always.</param>
/// <param name="Holidays">Dates and files of holidays.</param>
public sealed record CalendarSpec(DateTimeZone Zone, IReadOnlyList<WeeklyWindow> Windows, IReadOnlyList<HolidaySource> Holidays)
{
    /// <summary>The calendar, with the files of its holidays read.</summary>
    /// <exception cref="PipelineException">A file cannot be read or has problems.</exception>
    public BusinessCalendar Build(ConfigFile config) => new(Zone, Windows, [.. Holidays.SelectMany(source => source.Read(config))]);
}
