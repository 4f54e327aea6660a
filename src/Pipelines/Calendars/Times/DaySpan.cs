namespace Pipelines.Calendars.Times;

/// <summary>
/// A range <c>[From, Until)</c> of wall-clock time, in seconds from a midnight: that of its day, or of 1970. It may extend past the next
/// midnight.
/// </summary>
public readonly record struct DaySpan(long From, long Until)
{
    public const int SecondsOfDay = 24 * 60 * 60;

    public bool Contains(long second) => From <= second && second < Until;
}
