using NodaTime;
using Pipelines.Gates.Requirements;
using Pipelines.History.Events;
using Pipelines.Model;

namespace Pipelines.Gates.Decisions;

/// <summary>The gate's decision.</summary>
/// <param name="ShouldDeploy">Whether the deployment may proceed.</param>
/// <param name="DeploymentType">The deployment type; <see cref="DeploymentType.None"/> if it may not proceed.</param>
/// <param name="ReasonCode">A code of <see cref="GateReasons"/>.</param>
/// <param name="Explanation">The decision in words, with the deciding rule and the times in the time zone and in UTC. One line,
/// printable.</param>
/// <param name="NextOpen">If blocked: the first instant at which the same request would pass. Null if it passes, if waiting does not help,
/// and if it does not open within two years.</param>
/// <param name="ClosesAt">If it passes: the first instant at which the calendar is closed for it. Null if that is not within two
/// years.</param>
/// <param name="Wait">From now to <paramref name="NextOpen"/>; null if that is null.</param>
public sealed record GateDecision(
    bool ShouldDeploy,
    DeploymentType DeploymentType,
    string ReasonCode,
    string Explanation,
    Instant? NextOpen = null,
    Instant? ClosesAt = null,
    Duration? Wait = null)
{
    /// <summary>The state of each requirement; empty if none applies.</summary>
    public IReadOnlyList<RequirementResult> Requirements { get; init; } = [];

    /// <summary>If blocked: everything that an override would have to name, in part or as a whole.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>What was overridden so that it passes; null for nothing.</summary>
    public Override? Override { get; init; }

    /// <summary>The same as an event; null if it passes.</summary>
    public DeploymentEvent.Blocked? Refusal => ShouldDeploy ? null : new(ReasonCode, Explanation, NextOpen?.ToDateTimeOffset());

    /// <summary>True if only requirements block it, and each of them may still be met while waiting.</summary>
    public bool WaitsForRequirements =>
        ReasonCode == GateReasons.RequirementUnmet && Requirements.All(result => result.Satisfied || result.IsPending);
}
