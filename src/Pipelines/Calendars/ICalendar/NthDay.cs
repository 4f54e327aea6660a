using NodaTime;

namespace Pipelines.Calendars.ICalendar;

/// <summary>A weekday, either every one or a specific one: the second, or with -1 the last.</summary>
/// <param name="Number">0 means every one.</param>
/// <param name="Day">The weekday.</param>
internal readonly record struct NthDay(int Number, IsoDayOfWeek Day)
{
    /// <param name="date">The date to check.</param>
    /// <param name="fromStart">How many days precede it in its month or year.</param>
    /// <param name="toEnd">How many days follow it.</param>
    public bool Matches(LocalDate date, int fromStart, int toEnd) =>
        date.DayOfWeek == Day && (Number == 0 || (Number > 0 ? (fromStart / 7) + 1 == Number : (toEnd / 7) + 1 == -Number));
}
