using NodaTime;

namespace Pipelines.Gates;

/// <summary>From the wall clock of a zone to instants: the one place that knows about gaps and overlaps.</summary>
internal static class WallClock
{
    /// <summary>
    /// Every instant at which "the clock shows <paramref name="local"/> or later" can become true or false: the instant itself; for a time
    /// that a gap leaves out, the end of the gap; for a time shown twice, both and the moment between them when the clock is put back.
    /// </summary>
    public static IEnumerable<Instant> Crossings(LocalDateTime local, DateTimeZone zone)
    {
        var map = zone.MapLocal(local);
        return map.Count switch
        {
            0 => [map.LateInterval.Start],
            1 => [map.Single().ToInstant()],
            _ => [map.First().ToInstant(), map.LateInterval.Start, map.Last().ToInstant()],
        };
    }

    /// <summary>The first crossing: nothing that begins here begins late.</summary>
    public static Instant Earliest(LocalDateTime local, DateTimeZone zone) => Crossings(local, zone).First();

    /// <summary>The last crossing: nothing that ends here ends early.</summary>
    public static Instant Latest(LocalDateTime local, DateTimeZone zone) => Crossings(local, zone).Last();
}
