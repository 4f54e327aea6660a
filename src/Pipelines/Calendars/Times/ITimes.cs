using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>A set of wall-clock times.</summary>
public interface ITimes
{
    bool Contains(LocalDateTime local);

    /// <summary>When the last of them ends; null if there is no end, or none at all.</summary>
    LocalDateTime? End => null;

    /// <summary>Whether there is never any.</summary>
    bool IsEmpty => false;

    /// <summary>
    /// The spans that touch one of these dates, in wall-clock seconds since 1970. Parts before or after the dates may be omitted.
    /// </summary>
    IEnumerable<DaySpan> Between(LocalDate first, LocalDate last);
}
