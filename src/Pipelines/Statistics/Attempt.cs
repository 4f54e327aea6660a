using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;

namespace Pipelines.Statistics;

/// <summary>A deployment as statistics see it.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Record">The deployment.</param>
internal sealed record Attempt(string Environment, DeploymentRecord Record)
{
    public DeploymentType Type => Record.Request.Type == DeploymentType.Queued
        ? Record.Find<DeploymentEvent.Queued>()?.Type ?? DeploymentType.Queued : Record.Request.Type;

    /// <summary>It ended, and not because the gate or a person held it back, nor without anything to do.</summary>
    public bool Counts => HasSucceeded || HasFailed;

    public bool HasSucceeded =>
        Record.Result == DeploymentResult.Succeeded && Record.Find<DeploymentEvent.Completed>() is { Unchanged: false };

    public bool HasFailed => Record.Result is DeploymentResult.Failed || IsUndone;

    /// <summary>It changed a host, failed and was rolled back, or should have been.</summary>
    public bool IsUndone => Record.Result is DeploymentResult.RolledBack or DeploymentResult.RollbackFailed;

    public bool IsRollback => Record.Request.IsRollback;

    public bool IsBlocked => Record.Result == DeploymentResult.Blocked;

    /// <summary>By how long an opening was missed; null if it was not blocked, or would not have been let in later either.</summary>
    public TimeSpan? ClosedFor => Record.Find<DeploymentEvent.Blocked>()?.NextOpen - Record.StartedAt;

    public bool IsOverride => Record.Find<DeploymentEvent.Overridden>() is not null;

    /// <summary>From the request until it had its turn: in the queue, and behind others.</summary>
    public TimeSpan? Waited => FirstTurn - Record.StartedAt;

    /// <summary>From its turn to its end.</summary>
    public TimeSpan? Worked => Record.EndedAt - FirstTurn;

    private DateTimeOffset? FirstTurn => Record.Events.FirstOrDefault(logged => logged.Event is DeploymentEvent.LeaseTaken)?.At;
}
