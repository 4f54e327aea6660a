using NodaTime;

namespace Pipelines.Calendars.ICalendar;

/// <summary>
/// An RRULE (RFC 5545, 3.3.10) as a test of dates. The parts that RFC calls limits and expansions come to the same: a date is an occurrence when its
/// period is one that INTERVAL counts and every BY part matches it.
/// </summary>
/// <param name="start">The date of DTSTART, which periods are counted from and which stands in for BY parts that are not there.</param>
internal sealed class RecurrenceRule(LocalDate start)
{
    /// <summary>The period that was looked at last: its dates are asked for one after the other.</summary>
    private Tuple<LocalDate, List<LocalDate>>? positioned;

    public Frequency Frequency { get; init; }

    public int Interval { get; init; } = 1;

    public IsoDayOfWeek WeekStart { get; init; } = IsoDayOfWeek.Monday;

    public IReadOnlyList<int> Months { get; init; } = [];

    public IReadOnlyList<int> MonthDays { get; init; } = [];

    public IReadOnlyList<NthDay> Days { get; init; } = [];

    /// <summary>Which of a period's dates are meant, from 1, or backwards from -1; empty means all.</summary>
    public IReadOnlyList<int> Positions { get; init; } = [];

    public LocalDate Start => start;

    /// <summary>The occurrences from <paramref name="first"/> to <paramref name="last"/>, without regard to COUNT, UNTIL and EXDATE.</summary>
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

    /// <summary>The occurrences from a date back to the start, the latest first, likewise.</summary>
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

    /// <summary>Whether the date is one, without regard to COUNT, UNTIL and EXDATE.</summary>
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

    /// <summary>The second Tuesday is one of the year when that is the period and no month is named, else of the month.</summary>
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

    /// <summary>The dates of the period that begins so which match, whether meant or not.</summary>
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

    /// <summary>The first day of the period that the date is in.</summary>
    private LocalDate PeriodOf(LocalDate date) => Frequency switch
    {
        Frequency.Daily => date,
        Frequency.Weekly => date.PlusDays(-((date.DayOfWeek - WeekStart + 7) % 7)),
        Frequency.Monthly => DateAdjusters.StartOfMonth(date),
        _ => new LocalDate(date.Year, 1, 1),
    };

    private static int DaysInMonth(LocalDate date) => CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month);
}
