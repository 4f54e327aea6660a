using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>A set of dates.</summary>
public interface IDays
{
    bool Contains(LocalDate date);

    /// <summary>The last one; null when there is no end, or none at all.</summary>
    LocalDate? Last => null;

    /// <summary>Whether there is none, ever.</summary>
    bool IsEmpty => false;

    /// <summary>Those from <paramref name="first"/> to <paramref name="last"/>, both included, in order. Work grows with the range and no faster.</summary>
    IEnumerable<LocalDate> Between(LocalDate first, LocalDate last);
}
