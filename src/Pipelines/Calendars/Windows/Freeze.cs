using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Model;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// Times when nothing may be deployed. A freeze is never shorter than intended: a start that the clock shows twice counts from the first
/// occurrence, an end to the second; either one inside a gap moves to the end of the gap.
/// </summary>
/// <param name="Name">The name shown to people.</param>
/// <param name="Windows">The times.</param>
/// <param name="Zone">The time zone of windows without their own.</param>
/// <param name="Environments">The environments it applies to; empty means all.</param>
/// <param name="Except">The deployment types that pass it. A rollback always passes.</param>
public sealed record Freeze(
    string Name,
    IReadOnlyList<Window> Windows,
    DateTimeZone Zone,
    IReadOnlyList<string> Environments,
    IReadOnlyList<DeploymentType> Except)
{
    /// <summary>The deployment types it applies to; empty means all.</summary>
    public IReadOnlyList<DeploymentType> Types { get; init; } = [];

    /// <summary>The apps it applies to; empty means all.</summary>
    public IReadOnlyList<string> Apps { get; init; } = [];

    /// <summary>Whether no override can open it.</summary>
    public bool IsHard { get; init; }

    /// <summary>Whether the platform manages its times, so that having none now means nothing.</summary>
    public bool IsKeptElsewhere { get; init; }

    /// <summary>Whether it is active at an instant.</summary>
    public bool IsOn(Instant instant) => new Schedule(Zone, Windows, wide: true).At(instant) is not null;

    /// <summary>Null, or what is wrong with the times.</summary>
    public static string? TimesError(LocalDateTime from, LocalDateTime until) =>
        from < until ? null : $"It ends at {CalendarDates.Text(until)}, which is not after its start at {CalendarDates.Text(from)}.";

    /// <summary>Whether it applies to deployments of this type in any environment.</summary>
    public bool Holds(DeploymentType type) =>
        type != DeploymentType.Rollback && !Except.Contains(type) && (Types.Count == 0 || Types.Contains(type));

    /// <summary>Whether it applies to deployments of this type to this environment.</summary>
    public bool AppliesTo(string environment, DeploymentType type) =>
        Holds(type)
        && (Environments.Count == 0 || Environments.Contains(environment, StringComparer.Ordinal));
}
