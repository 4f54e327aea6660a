using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>Converts the wall-clock time of a zone to instants: the only place that knows about gaps and overlaps.</summary>
internal static class WallClock
{
    /// <summary>The origin of wall-clock times where only differences matter.</summary>
    public static readonly LocalDate Epoch = new(1970, 1, 1);

    /// <summary>A date's midnight, in seconds after <see cref="Epoch"/>.</summary>
    public static long Midnight(LocalDate date) => (long)Period.DaysBetween(Epoch, date) * DaySpan.SecondsOfDay;

    /// <summary>The wall-clock time this many seconds after <see cref="Epoch"/>.</summary>
    public static LocalDateTime Local(long second) => Epoch.AtMidnight().PlusSeconds(second);

    /// <summary>
    /// Every instant at which "the clock shows <paramref name="local"/> or later" can become true or false: the instant itself; for a time
    /// in a gap, the end of the gap; for a time shown twice, both and the moment in between when the clock goes back.
    /// </summary>
    public static Instant[] Crossings(LocalDateTime local, DateTimeZone zone)
    {
        var map = zone.MapLocal(local);
        return map.Count switch
        {
            0 => [map.LateInterval.Start],
            1 => [map.Single().ToInstant()],
            _ => [map.First().ToInstant(), map.LateInterval.Start, map.Last().ToInstant()],
        };
    }

    /// <summary>The first crossing: nothing that starts here starts late.</summary>
    public static Instant Earliest(LocalDateTime local, DateTimeZone zone) => Crossings(local, zone)[0];

    /// <summary>The last crossing: nothing that ends here ends early.</summary>
    public static Instant Latest(LocalDateTime local, DateTimeZone zone) => Crossings(local, zone)[^1];

    /// <summary>
    /// The instants of a wall-clock span, as intervals <c>[From, Until)</c>, none empty. Exactly those at which the clock shows a time in
    /// it: none for a span inside a gap, two for one whose end the clock shows twice. Or, if <paramref name="wide"/>, one interval that is
    /// never shorter than intended: from the first time the clock shows the start to the last time it shows the end.
    /// </summary>
    public static IEnumerable<(Instant From, Instant Until)> Intervals(LocalDateTime from, LocalDateTime until, DateTimeZone zone,
        bool wide)
    {
        var (begins, ends) = (Crossings(from, zone), Crossings(until, zone));
        if (wide || (begins.Length == 1 && ends.Length == 1))
        {
            return begins[0] < ends[^1] ? [(begins[0], ends[^1])] : [];
        }

        Instant[] all = [.. begins.Concat(ends).Distinct().Order()];
        return all.Zip(all.Skip(1)).Where(part => part.First.InZone(zone).LocalDateTime is var shown && from <= shown && shown < until);
    }
}
