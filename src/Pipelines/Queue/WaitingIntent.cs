using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.History.Events;

namespace Pipelines.Queue;

/// <summary>A deployment that waits, as it stands now.</summary>
/// <param name="Record">Its events so far.</param>
/// <param name="Release">The release it means: its own, or the newest of its commit. Null when the store has none.</param>
/// <param name="Decision">What the gate says of it now.</param>
internal sealed record WaitingIntent(DeploymentRecord Record, string? Release, GateDecision Decision)
{
    /// <summary>What it was asked for as.</summary>
    public string Type => Record.Find<DeploymentEvent.Queued>()!.Type;

    public bool IsDue => Release is not null && Decision.ShouldDeploy;

    /// <summary>When the gate lets it pass; null when it does now, and when time does not tell.</summary>
    public DateTimeOffset? NextOpen => Decision.NextOpen?.ToDateTimeOffset();

    /// <summary>Why it waits, for people.</summary>
    public string Why => Release is null ? $"the store has no release of commit {Record.Request.Commit ?? "(unknown)"}: package it, or cancel this."
        : Decision.ShouldDeploy ? "it is due."
        : Decision.Explanation;
}
