using NodaTime;
using Pipelines.Calendars.Times;

namespace Pipelines.Calendars.ICalendar;

/// <summary>The dates of a rule, up to its end, minus the exceptions.</summary>
/// <param name="rule">The rule.</param>
/// <param name="last">The last possible date; null means no end.</param>
/// <param name="exceptions">Excluded dates; they still count towards a COUNT (RFC 5545, 3.8.5.1).</param>
internal sealed class Recurrence(RecurrenceRule rule, LocalDate? last, IReadOnlySet<LocalDate> exceptions) : IDays
{
    /// <summary>A COUNT that is not reached within this many years is rejected, so that the search for its end is bounded.</summary>
    public const int LongestCount = 100;

    /// <summary>Computed on demand, because it is rarely needed.</summary>
    private readonly Lazy<LocalDate?> end = new(() => last is { } limit
        ? rule.Backwards(limit).Where(date => !exceptions.Contains(date)).Select(date => (LocalDate?)date).FirstOrDefault()
        : null);

    public LocalDate? Last => end.Value;

    public bool IsEmpty => last is not null && Last is null;

    public bool Contains(LocalDate date) => !(date > last) && rule.Matches(date) && !exceptions.Contains(date);

    public IEnumerable<LocalDate> Between(LocalDate first, LocalDate until) =>
        rule.Between(first, last < until ? last.Value : until).Where(date => !exceptions.Contains(date));

    /// <summary>
    /// The date of the occurrence with this number, starting at 1; null if there is none within <see cref="LongestCount"/> years.
    /// </summary>
    public static LocalDate? DateOf(RecurrenceRule rule, int number)
    {
        var date = rule.Between(rule.Start, rule.Start.PlusYears(LongestCount)).Skip(number - 1).FirstOrDefault();
        return date == default ? null : date;
    }
}
