using NodaTime;

namespace Pipelines.Calendars.ICalendar;

/// <summary>
/// An RRULE (RFC 5545, 3.3.10) as a predicate on dates. What the RFC calls limits and expansions become the same thing: a date is an
/// occurrence if INTERVAL selects its period and every BY part matches it.
/// </summary>
/// <param name="start">The date of DTSTART, from which periods are counted and which supplies missing BY parts.</param>
internal sealed class RecurrenceRule(LocalDate start)
{
    /// <summary>The period used last: its dates are requested one after the other.</summary>
    private Tuple<LocalDate, List<LocalDate>>? positioned;

    public Frequency Frequency { get; init; }

    public int Interval { get; init; } = 1;

    public IsoDayOfWeek WeekStart { get; init; } = IsoDayOfWeek.Monday;

    public IReadOnlyList<int> Months { get; init; } = [];

    public IReadOnlyList<int> MonthDays { get; init; } = [];

    public IReadOnlyList<NthDay> Days { get; init; } = [];

    /// <summary>Which of a period's dates to select, from 1, or backwards from -1; empty means all.</summary>
    public IReadOnlyList<int> Positions { get; init; } = [];

    public LocalDate Start => start;

    /// <summary>The occurrences from <paramref name="first"/> to <paramref name="last"/>, ignoring COUNT, UNTIL and EXDATE.</summary>
    public IEnumerable<LocalDate> Between(LocalDate first, LocalDate last)
    {
        for (var date = LocalDate.Max(first, start); date <= last; date = date.PlusDays(1))
        {
            if (!IsMonth(date))
            {
                date = DateAdjusters.EndOfMonth(date);
            }
            else if (Matches(date))
            {
                yield return date;
            }
        }
    }

    /// <summary>The occurrences from a date back to the start, latest first, as above.</summary>
    public IEnumerable<LocalDate> Backwards(LocalDate from)
    {
        for (var date = from; date >= start; date = date.PlusDays(-1))
        {
            if (!IsMonth(date))
            {
                date = DateAdjusters.StartOfMonth(date);
            }
            else if (Matches(date))
            {
                yield return date;
            }
        }
    }

    /// <summary>Whether the date is an occurrence, ignoring COUNT, UNTIL and EXDATE.</summary>
    public bool Matches(LocalDate date) =>
        date >= start && IsMonth(date) && MatchesDay(date) && Periods(date) % Interval == 0 && (Positions.Count == 0 || HasPosition(date));

    private bool IsMonth(LocalDate date) => Months.Count > 0 ? Months.Contains(date.Month)
        : Frequency != Frequency.Yearly || Days.Count > 0 || MonthDays.Count > 0 || date.Month == start.Month;

    private bool MatchesDay(LocalDate date)
    {
        if (Days.Count == 0 && MonthDays.Count == 0)
        {
            return Frequency switch
            {
                Frequency.Daily => true,
                Frequency.Weekly => date.DayOfWeek == start.DayOfWeek,
                _ => date.Day == start.Day,
            };
        }

        return (MonthDays.Count == 0 || MonthDays.Contains(date.Day) || MonthDays.Contains(date.Day - 1 - DaysInMonth(date)))
            && (Days.Count == 0 || MatchesWeekday(date));
    }

    /// <summary>The second Tuesday refers to the year if that is the period and no month is given, otherwise to the month.</summary>
    private bool MatchesWeekday(LocalDate date)
    {
        var ofYear = Frequency == Frequency.Yearly && Months.Count == 0;
        var fromStart = ofYear ? date.DayOfYear - 1 : date.Day - 1;
        var toEnd = (ofYear ? CalendarSystem.Iso.GetDaysInYear(date.Year) : DaysInMonth(date)) - 1 - fromStart;
        return Days.Any(day => day.Matches(date, fromStart, toEnd));
    }

    private bool HasPosition(LocalDate date)
    {
        var first = PeriodOf(date);
        var days = positioned is { } known && known.Item1 == first ? known.Item2 : DaysOf(first);
        positioned = Tuple.Create(first, days);
        var at = days.IndexOf(date);
        return Positions.Contains(at + 1) || Positions.Contains(at - days.Count);
    }

    /// <summary>The matching dates of the period with this start, before BYSETPOS.</summary>
    private List<LocalDate> DaysOf(LocalDate first)
    {
        var days = new List<LocalDate>();
        for (var (day, period) = (first, Periods(first)); Periods(day) == period; day = day.PlusDays(1))
        {
            if (IsMonth(day) && MatchesDay(day))
            {
                days.Add(day);
            }
        }

        return days;
    }

    /// <summary>How many periods after that of the start.</summary>
    private int Periods(LocalDate date) => Frequency switch
    {
        Frequency.Daily => Period.DaysBetween(start, date),
        Frequency.Weekly => Period.DaysBetween(PeriodOf(start), PeriodOf(date)) / 7,
        Frequency.Monthly => ((date.Year - start.Year) * 12) + date.Month - start.Month,
        _ => date.Year - start.Year,
    };

    /// <summary>The first day of the period that contains the date.</summary>
    private LocalDate PeriodOf(LocalDate date) => Frequency switch
    {
        Frequency.Daily => date,
        Frequency.Weekly => date.PlusDays(-((date.DayOfWeek - WeekStart + 7) % 7)),
        Frequency.Monthly => DateAdjusters.StartOfMonth(date),
        _ => new LocalDate(date.Year, 1, 1),
    };

    private static int DaysInMonth(LocalDate date) => CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month);
}
