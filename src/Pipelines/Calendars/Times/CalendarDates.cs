using NodaTime;
using NodaTime.Text;

namespace Pipelines.Calendars.Times;

/// <summary>How times are displayed: in the time zone, and in UTC.</summary>
internal static class CalendarDates
{
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("ddd uuuu'-'MM'-'dd HH':'mm");

    public static string Text(LocalDate date) => LocalDatePattern.Iso.Format(date);

    public static string Text(LocalDateTime local) => Local.Format(local);

    /// <summary><c>Mon 2026-03-09 09:00 Europe/Berlin (2026-03-09T08:00:00Z)</c>.</summary>
    public static string Text(Instant instant, DateTimeZone zone) =>
        $"{Text(instant.InZone(zone).LocalDateTime)} {zone.Id} ({InstantPattern.General.Format(instant)})";
}
