using NodaTime;

namespace Pipelines.Gates;

/// <summary>The holidays of a calendar, arranged so that an imported file of many years is not searched from end to end for every instant.</summary>
internal sealed class HolidayList
{
    private readonly DateTimeZone zone;
    private readonly Holiday[] once; // by their begin
    private readonly LocalDateTime[] ends; // the latest end of once[0..i]
    private readonly Holiday[] others;

    /// <param name="zone">The clock of holidays without a zone.</param>
    /// <param name="holidays">In any order; they may overlap.</param>
    public HolidayList(DateTimeZone zone, IReadOnlyList<Holiday> holidays)
    {
        this.zone = zone;
        once = [.. holidays.Where(IsOnce).OrderBy(holiday => holiday.From)];
        others = [.. holidays.Where(holiday => !IsOnce(holiday))];
        ends = new LocalDateTime[once.Length];
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = i == 0 ? once[i].Until : LocalDateTime.Max(ends[i - 1], once[i].Until);
        }
    }

    /// <summary>The holiday at this instant; null when there is none.</summary>
    public Holiday? At(Instant instant)
    {
        var local = instant.InZone(zone).LocalDateTime;
        for (var i = CountBegunBy(local) - 1; i >= 0 && ends[i] > local; i--)
        {
            if (once[i].Until > local)
            {
                return once[i];
            }
        }

        return Array.Find(others, holiday => holiday.Covers(holiday.Zone is null ? local : instant.InZone(holiday.Zone).LocalDateTime));
    }

    /// <summary>Every instant at which a holiday begins or ends on one of these dates.</summary>
    public IEnumerable<Instant> Edges(LocalDate first, LocalDate last) => once.Concat(others)
        .SelectMany(holiday => holiday.Edges(first, last).SelectMany(edge => WallClock.Crossings(edge, holiday.Zone ?? zone)));

    private static bool IsOnce(Holiday holiday) => holiday.Zone is null && holiday.Repeats is null;

    private int CountBegunBy(LocalDateTime local)
    {
        var (low, high) = (0, once.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = once[middle].From <= local ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
