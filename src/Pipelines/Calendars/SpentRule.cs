using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Errors;

namespace Pipelines.Calendars;

/// <summary>A configured rule that no longer applies.</summary>
/// <param name="Name">A description, such as <c>the freeze year-end</c>.</param>
/// <param name="Last">When its last time ended; null if it never had any.</param>
/// <param name="Zone">The time zone in which to show it.</param>
public sealed record SpentRule(string Name, Instant? Last, DateTimeZone Zone)
{
    /// <summary>The warning about it.</summary>
    public Problem Warning => Last is { } last
        ? new Problem(null, $"{Name} has run out: its last time ended {CalendarDates.Text(last, Zone)}.", "Renew it, or remove it.")
        : new Problem(null, $"{Name} has no times at all.", "Add times, or remove it.");
}
