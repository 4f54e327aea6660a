using NodaTime;

namespace Pipelines.Gates;

/// <summary>
/// When one kind of deployment may go to one environment: its business calendar, less the freezes that hold for it. A freeze beats a holiday,
/// a holiday beats a window. Schedules and emergencies heed freezes only; a rollback heeds nothing.
/// </summary>
public sealed class StageCalendar : ITimeline
{
    private readonly BusinessCalendar hours;
    private readonly (string Name, Interval Interval)[] freezes;

    public StageCalendar(string stage, DeploymentType type, BusinessCalendar calendar, IEnumerable<Freeze> freezes)
        : this(HeedsHours(type) ? calendar : BusinessCalendar.AlwaysOpen(calendar.Zone), stage, type, freezes)
    {
    }

    private StageCalendar(BusinessCalendar calendar, string stage, DeploymentType type, IEnumerable<Freeze> freezes)
    {
        hours = calendar;
        this.freezes = [.. freezes.Where(freeze => freeze.AppliesTo(stage, type)).Select(freeze => (freeze.Name, freeze.Interval))];
    }

    /// <summary>A calendar whose windows hold whatever the type: those of a maintenance are its own.</summary>
    public static StageCalendar OfWindows(string stage, DeploymentType type, BusinessCalendar calendar, IEnumerable<Freeze> freezes) => new(calendar, stage, type, freezes);

    public CalendarState At(Instant instant)
    {
        var freeze = Array.Find(freezes, freeze => freeze.Interval.Contains(instant));
        return freeze.Name is null
            ? hours.At(instant)
            : new CalendarState(false, GateReasons.Freeze, $"in the freeze {PrintableText.Of(freeze.Name)}");
    }

    public IEnumerable<Instant> Edges(Instant from, Instant until) =>
        hours.Edges(from, until).Concat(freezes.SelectMany(freeze => new[] { freeze.Interval.Start, freeze.Interval.End }));

    private static bool HeedsHours(DeploymentType type) =>
        type is not (DeploymentType.ScheduledMaintenance or DeploymentType.EmergencyManual or DeploymentType.Rollback);
}
