using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>A set of times of the wall clock.</summary>
public interface ITimes
{
    bool Contains(LocalDateTime local);

    /// <summary>When the last of them ends; null when there is no end, or none at all.</summary>
    LocalDateTime? End => null;

    /// <summary>Whether there is none, ever.</summary>
    bool IsEmpty => false;

    /// <summary>Those that touch one of these dates, in seconds of the wall clock since 1970. What lies before or after them may be left out.</summary>
    IEnumerable<DaySpan> Between(LocalDate first, LocalDate last);
}
