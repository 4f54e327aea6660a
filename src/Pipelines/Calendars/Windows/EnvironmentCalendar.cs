using NodaTime;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// When one type of deployment may go to one environment: its business calendar minus the freezes that apply. Freezes take precedence over
/// holidays, and holidays over windows. An emergency only observes freezes; a rollback observes nothing.
/// </summary>
public sealed class EnvironmentCalendar : ITimeline
{
    private readonly BusinessCalendar hours;
    private readonly (Freeze Freeze, Schedule Times)[] freezes;

    public EnvironmentCalendar(string environment, DeploymentType type, BusinessCalendar calendar, IEnumerable<Freeze> freezes)
        : this(HeedsHours(type) ? calendar : BusinessCalendar.AlwaysOpen(calendar.Zone), environment, type, freezes)
    {
    }

    private EnvironmentCalendar(BusinessCalendar calendar, string environment, DeploymentType type, IEnumerable<Freeze> freezes)
    {
        hours = calendar.For(type);
        this.freezes =
            [.. freezes.Where(freeze => freeze.AppliesTo(environment, type))
                .Select(freeze => (freeze, new Schedule(freeze.Zone, freeze.Windows, wide: true)))];
    }

    /// <summary>A calendar whose windows apply to any type, as those of a maintenance do.</summary>
    public static EnvironmentCalendar OfWindows(string environment, DeploymentType type, BusinessCalendar calendar,
        IEnumerable<Freeze> freezes) => new(calendar, environment, type, freezes);

    public CalendarState At(Instant instant)
    {
        foreach (var (freeze, times) in freezes)
        {
            if (times.At(instant) is { } window)
            {
                var part = window.Text == freeze.Name ? "" : $": {PrintableText.Of(window.Text)}";
                return new CalendarState(false, GateReasons.Freeze, $"in the freeze {PrintableText.Of(freeze.Name)}{part}");
            }
        }

        return hours.At(instant);
    }

    public IEnumerable<Instant> Edges(Instant from, Instant until) =>
        hours.Edges(from, until).Concat(freezes.SelectMany(freeze => freeze.Times.Edges(from, until)));

    /// <summary>Whether windows and holidays apply to such deployments.</summary>
    internal static bool HeedsHours(DeploymentType type) =>
        type is not (DeploymentType.EmergencyManual or DeploymentType.Rollback or DeploymentType.None);
}
