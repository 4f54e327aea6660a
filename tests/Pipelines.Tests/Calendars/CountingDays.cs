using NodaTime;
using Pipelines.Calendars.Times;

namespace Pipelines.Tests.Calendars;

/// <summary>Counts the dates that were listed.</summary>
internal sealed class CountingDays(IDays inner) : IDays
{
    public int Yielded { get; private set; }

    public bool Contains(LocalDate date) => inner.Contains(date);

    public IEnumerable<LocalDate> Between(LocalDate first, LocalDate last) => inner.Between(first, last).Select(date =>
    {
        Yielded++;
        return date;
    });
}
