using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>One date.</summary>
internal sealed record SingleDay(LocalDate Date) : IDays
{
    public LocalDate? Last => Date;

    public bool Contains(LocalDate date) => date == Date;

    public IEnumerable<LocalDate> Between(LocalDate first, LocalDate last) => first <= Date && Date <= last ? [Date] : [];
}
