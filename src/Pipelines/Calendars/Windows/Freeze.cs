using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Model;

namespace Pipelines.Calendars.Windows;

/// <summary>
/// Times in which nothing may be deployed. None is ever shorter than meant: a begin that the clock shows twice counts from
/// the first time, an end to the second; either one inside a gap is the end of the gap.
/// </summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Windows">When.</param>
/// <param name="Zone">Whose wall clock, of windows without a zone.</param>
/// <param name="Environments">The environments it holds for; empty means all.</param>
/// <param name="Except">The deployment types that pass it. A rollback passes whether listed or not.</param>
public sealed record Freeze(
    string Name,
    IReadOnlyList<Window> Windows,
    DateTimeZone Zone,
    IReadOnlyList<string> Environments,
    IReadOnlyList<DeploymentType> Except)
{
    /// <summary>The deployment types it holds for; empty means all.</summary>
    public IReadOnlyList<DeploymentType> Types { get; init; } = [];

    /// <summary>The apps it holds for; empty means all.</summary>
    public IReadOnlyList<string> Apps { get; init; } = [];

    /// <summary>Whether no override opens it.</summary>
    public bool IsHard { get; init; }

    /// <summary>Whether the platform keeps its times, so that having none now says nothing.</summary>
    public bool IsKeptElsewhere { get; init; }

    /// <summary>Whether it is on at an instant.</summary>
    public bool IsOn(Instant instant) => new Schedule(Zone, Windows, wide: true).At(instant) is not null;

    /// <summary>Null, or what is wrong with the times.</summary>
    public static string? TimesError(LocalDateTime from, LocalDateTime until) =>
        from < until ? null : $"It ends at {CalendarDates.Text(until)}, which is not after its begin at {CalendarDates.Text(from)}.";

    /// <summary>Whether it holds for deployments of this kind, somewhere.</summary>
    public bool Holds(DeploymentType type) => type != DeploymentType.Rollback && !Except.Contains(type) && (Types.Count == 0 || Types.Contains(type));

    /// <summary>Whether it holds for deployments of this kind to this environment.</summary>
    public bool AppliesTo(string stage, DeploymentType type) =>
        Holds(type)
        && (Environments.Count == 0 || Environments.Contains(stage, StringComparer.Ordinal));
}
