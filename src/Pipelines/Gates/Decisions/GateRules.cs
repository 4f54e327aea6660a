using NodaTime;
using Pipelines.Calendars.Windows;

namespace Pipelines.Gates.Decisions;

/// <summary>The configured rules for deployments to one environment.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Calendar">Null means always open.</param>
/// <param name="Freezes">All configured freezes; those for other environments are ignored.</param>
/// <param name="AllowedTriggers">Names as in <see cref="Trigger"/>; empty means every trigger that can deploy.</param>
/// <param name="Override">The requirements for a reason.</param>
public sealed record GateRules(
    string Environment,
    BusinessCalendar? Calendar,
    IReadOnlyList<Freeze> Freezes,
    IReadOnlyList<string> AllowedTriggers,
    OverridePolicy Override)
{
    /// <summary>
    /// Whether the platform's own freezes are among <see cref="Freezes"/>. Then only they count, not the platform's variable about an
    /// active freeze.
    /// </summary>
    public bool KnowsPlatformFreezes { get; init; }

    /// <summary>Minimum time until the calendar closes for a deployment to be admitted.</summary>
    public Duration TimeLeft { get; init; } = Duration.Zero;
}
