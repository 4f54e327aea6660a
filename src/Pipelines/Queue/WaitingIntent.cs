using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;

namespace Pipelines.Queue;

/// <summary>A queued deployment and its current state.</summary>
/// <param name="Record">Its events so far.</param>
/// <param name="Release">The release it refers to: its own, or the newest of its commit. Null if the store has none.</param>
/// <param name="Decision">The gate's current decision.</param>
internal sealed record WaitingIntent(DeploymentRecord Record, string? Release, GateDecision Decision)
{
    /// <summary>The deployment type that was requested.</summary>
    public DeploymentType Type => Record.Find<DeploymentEvent.Queued>()!.Type;

    public bool IsDue => Release is not null && Decision.ShouldDeploy;

    /// <summary>When the gate admits it; null if it does now, and if time alone does not decide.</summary>
    public DateTimeOffset? NextOpen => Decision.NextOpen?.ToDateTimeOffset();

    /// <summary>Why it is waiting, in words.</summary>
    public string Why => Release is null
        ? $"the store has no release of commit {Record.Request.Commit ?? "(unknown)"}: package it, or cancel this deployment."
        : Decision.ShouldDeploy ? "it is due."
        : Decision.Explanation;
}
