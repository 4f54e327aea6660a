using NodaTime;

namespace Pipelines.Gates;

/// <summary>
/// A time <c>[From, Until)</c> of the wall clock that is closed. A whole day closes everything the clock shows under that date, also the
/// tail of a window that opened the evening before; the tail of the holiday's own window, after its midnight, is the next day's and is open.
/// </summary>
/// <param name="Name">Shown to people; other people's text.</param>
/// <param name="From">When it begins; of the first occurrence when it repeats.</param>
/// <param name="Until">When it ends; later than <paramref name="From"/>, and at most 365 days later when it repeats.</param>
/// <param name="Zone">Whose wall clock; null means that of the calendar it is in.</param>
/// <param name="Repeats">Null means once.</param>
public sealed record Holiday(string Name, LocalDateTime From, LocalDateTime Until, DateTimeZone? Zone = null, YearlyRule? Repeats = null)
{
    /// <summary>One whole day.</summary>
    public static Holiday OnDate(LocalDate date, string? name = null) =>
        new(name ?? CalendarDates.Text(date), date.AtMidnight(), date.PlusDays(1).AtMidnight());

    /// <param name="local">The clock of <see cref="Zone"/>.</param>
    internal bool Covers(LocalDateTime local) =>
        Covers(Occurrence(local.Year), local) || (Repeats is not null && Covers(Occurrence(local.Year - 1), local));

    /// <summary>The begin and the end of each occurrence, those that fall on one of these dates.</summary>
    internal IEnumerable<LocalDateTime> Edges(LocalDate first, LocalDate last)
    {
        var years = Repeats is null ? [From.Year] : Enumerable.Range(first.Year - 1, last.Year - first.Year + 2);
        return years.Select(Occurrence)
            .OfType<(LocalDateTime From, LocalDateTime Until)>()
            .SelectMany(occurrence => new[] { occurrence.From, occurrence.Until })
            .Where(edge => edge.Date >= first && edge.Date <= last);
    }

    private static bool Covers((LocalDateTime From, LocalDateTime Until)? occurrence, LocalDateTime local) =>
        occurrence is { } span && span.From <= local && local < span.Until;

    /// <summary>The occurrence that begins in the year; the only one there is, whatever the year, when it does not repeat.</summary>
    private (LocalDateTime From, LocalDateTime Until)? Occurrence(int year)
    {
        if (Repeats is null)
        {
            return (From, Until);
        }

        var years = year - From.Year;
        if (years < 0 || years % Repeats.Interval != 0 || year > Repeats.LastYear)
        {
            return null;
        }

        var from = From.PlusYears(years);
        return from.Day == From.Day ? (from, from.Plus(Period.Between(From, Until, PeriodUnits.Days | PeriodUnits.AllTimeUnits))) : null;
    }
}
