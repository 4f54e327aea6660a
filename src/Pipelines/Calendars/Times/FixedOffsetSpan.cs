using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>
/// A stretch of wall-clock time that is days away from any clock change, so that one offset applies. In wall-clock seconds since 1970.
/// </summary>
/// <param name="From">Start.</param>
/// <param name="Until">End, exclusive; the same as <paramref name="From"/> if the stretch is empty.</param>
/// <param name="Offset">Seconds by which the clock is ahead of UTC.</param>
internal readonly record struct FixedOffsetSpan(long From, long Until, int Offset)
{
    private const long Margin = 2L * DaySpan.SecondsOfDay; // no clock change is larger than a day

    public bool Contains(DaySpan span) => From <= span.From && span.Until < Until;

    /// <summary>The stretch whose offset applies when the clock shows this time.</summary>
    public static FixedOffsetSpan Around(long second, DateTimeZone zone)
    {
        var part = zone.GetZoneInterval(zone.AtLeniently(WallClock.Local(second)).ToInstant());
        var offset = part.WallOffset.Seconds;
        return new FixedOffsetSpan(
            part.HasStart ? part.Start.ToUnixTimeSeconds() + offset + Margin : long.MinValue,
            part.HasEnd ? part.End.ToUnixTimeSeconds() + offset - Margin : long.MaxValue,
            offset);
    }
}
