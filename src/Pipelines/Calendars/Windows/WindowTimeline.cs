using NodaTime;

namespace Pipelines.Calendars.Windows;

/// <summary>A single window: open while it applies, whatever its purpose.</summary>
internal sealed class WindowTimeline(Window window, DateTimeZone zone, bool wide) : ITimeline
{
    private readonly Schedule times = new(zone, [window], wide);

    public CalendarState At(Instant instant) => new(times.At(instant) is not null, "", "");

    public IEnumerable<Instant> Edges(Instant from, Instant until) => times.Edges(from, until);
}
