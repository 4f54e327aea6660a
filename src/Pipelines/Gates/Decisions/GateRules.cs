using NodaTime;
using Pipelines.Calendars.Windows;

namespace Pipelines.Gates.Decisions;

/// <summary>What the configuration says about letting deployments into one environment.</summary>
/// <param name="Stage">The environment's name.</param>
/// <param name="Calendar">Null means always open.</param>
/// <param name="Freezes">All that are configured; those for other environments are passed over.</param>
/// <param name="AllowedTriggers">Names as in <see cref="Trigger"/>; empty means every one that can deploy.</param>
/// <param name="Override">What a reason must be.</param>
public sealed record GateRules(
    string Stage,
    BusinessCalendar? Calendar,
    IReadOnlyList<Freeze> Freezes,
    IReadOnlyList<string> AllowedTriggers,
    OverridePolicy Override)
{
    /// <summary>Whether the platform's own freezes are among <see cref="Freezes"/>. Then they alone count, not that the platform tells of one that is on.</summary>
    public bool KnowsPlatformFreezes { get; init; }

    /// <summary>Least time until the calendar closes for a deployment to be let in.</summary>
    public Duration TimeLeft { get; init; } = Duration.Zero;
}
