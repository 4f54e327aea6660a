using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Errors;

namespace Pipelines.Calendars;

/// <summary>A rule of the configuration file that applies no more.</summary>
/// <param name="Name">What it is, such as <c>the freeze year-end</c>.</param>
/// <param name="Last">When the last time of it was over; null when it never had any.</param>
/// <param name="Zone">For showing that.</param>
public sealed record SpentRule(string Name, Instant? Last, DateTimeZone Zone)
{
    /// <summary>The warning about it.</summary>
    public Problem Warning => Last is { } last
        ? new Problem(null, $"{Name} has run out: its last time ended {CalendarDates.Text(last, Zone)}.", "Renew it, or take it out.")
        : new Problem(null, $"{Name} has no time at all.", "Fill it, or take it out.");
}
