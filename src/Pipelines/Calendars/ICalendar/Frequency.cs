namespace Pipelines.Calendars.ICalendar;

/// <summary>What INTERVAL counts.</summary>
internal enum Frequency
{
    Daily,

    Weekly,

    Monthly,

    Yearly,
}
