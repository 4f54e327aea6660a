using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>Times of a wall clock that are days away from a jump, so that one offset holds. In seconds of the clock since 1970.</summary>
/// <param name="From">First moment.</param>
/// <param name="Until">First moment after it; the same as <paramref name="From"/> when there are none.</param>
/// <param name="Offset">Seconds that the clock is ahead of UTC.</param>
internal readonly record struct CalmStretch(long From, long Until, int Offset)
{
    private const long Margin = 2L * DaySpan.SecondsOfDay; // no clock is put back or forward by more than a day

    public bool Contains(DaySpan span) => From <= span.From && span.Until < Until;

    /// <summary>The stretch of the offset that holds when the clock shows this.</summary>
    public static CalmStretch Around(long second, DateTimeZone zone)
    {
        var part = zone.GetZoneInterval(zone.AtLeniently(WallClock.Local(second)).ToInstant());
        var offset = part.WallOffset.Seconds;
        return new CalmStretch(
            part.HasStart ? part.Start.ToUnixTimeSeconds() + offset + Margin : long.MinValue,
            part.HasEnd ? part.End.ToUnixTimeSeconds() + offset - Margin : long.MaxValue,
            offset);
    }
}
