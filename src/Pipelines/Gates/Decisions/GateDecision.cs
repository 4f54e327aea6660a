using NodaTime;
using Pipelines.Gates.Requirements;
using Pipelines.History.Events;
using Pipelines.Model;

namespace Pipelines.Gates.Decisions;

/// <summary>The answer of the gate.</summary>
/// <param name="ShouldDeploy">Whether it may go on.</param>
/// <param name="DeploymentType">What it deploys as; <see cref="DeploymentType.None"/> when it may not.</param>
/// <param name="ReasonCode">A code of <see cref="GateReasons"/>.</param>
/// <param name="Explanation">The same for people, with the rule that decided and the times in the zone and in UTC. One line, printable.</param>
/// <param name="NextOpen">When blocked: the first instant at which the same request would pass. Null when it passes, when waiting does not help, and when it does not open within two years.</param>
/// <param name="ClosesAt">When it passes: the first instant at which the calendar is closed for it. Null when that is not within two years.</param>
/// <param name="Wait">From now to <paramref name="NextOpen"/>; null when that is.</param>
public sealed record GateDecision(
    bool ShouldDeploy,
    DeploymentType DeploymentType,
    string ReasonCode,
    string Explanation,
    Instant? NextOpen = null,
    Instant? ClosesAt = null,
    Duration? Wait = null)
{
    /// <summary>How each requirement stands; empty when none holds for it.</summary>
    public IReadOnlyList<RequirementResult> Requirements { get; init; } = [];

    /// <summary>When blocked: everything that an override would have to name, in part or whole.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>What was overridden to let it pass; null for nothing.</summary>
    public Override? Override { get; init; }

    /// <summary>The same as an event; null when it passes.</summary>
    public DeploymentEvent.Blocked? Refusal => ShouldDeploy ? null : new(ReasonCode, Explanation, NextOpen?.ToDateTimeOffset());

    /// <summary>True when nothing but requirements blocks it, and each of them may come to be met while one waits.</summary>
    public bool WaitsForRequirements => ReasonCode == GateReasons.RequirementUnmet && Requirements.All(result => result.Satisfied || result.IsPending);
}
