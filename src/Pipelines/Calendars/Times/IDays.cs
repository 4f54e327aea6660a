using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>A set of dates.</summary>
public interface IDays
{
    bool Contains(LocalDate date);

    /// <summary>The last one; null if there is no end, or none at all.</summary>
    LocalDate? Last => null;

    /// <summary>Whether there is never any.</summary>
    bool IsEmpty => false;

    /// <summary>
    /// The dates from <paramref name="first"/> to <paramref name="last"/>, inclusive, in order. The work is at most linear in the range.
    /// </summary>
    IEnumerable<LocalDate> Between(LocalDate first, LocalDate last);
}
