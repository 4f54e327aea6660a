namespace Pipelines.Calendars.Times;

/// <summary>A part <c>[From, Until)</c> of the wall clock, in seconds from a midnight: that of its day, or of 1970. It may run past the next one.</summary>
public readonly record struct DaySpan(long From, long Until)
{
    public const int SecondsOfDay = 24 * 60 * 60;

    public bool Contains(long second) => From <= second && second < Until;
}
