using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>The dates that satisfy a predicate.</summary>
internal sealed class MatchingDays(Predicate<LocalDate> matches) : IDays
{
    public bool Contains(LocalDate date) => matches(date);

    public IEnumerable<LocalDate> Between(LocalDate first, LocalDate last)
    {
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            if (matches(date))
            {
                yield return date;
            }
        }
    }
}
