namespace Pipelines.History;

/// <summary>The state of a deployment.</summary>
public enum DeploymentResult
{
    /// <summary>Not ended: it is running, or its process died and the next run resumes it.</summary>
    Running,

    /// <summary>Waiting for the gate; see <c>pipelines queue</c>.</summary>
    Queued,

    /// <summary>It was queued, and superseded by a later one.</summary>
    Superseded,

    /// <summary>It was queued, and a person removed it from the queue.</summary>
    Cancelled,
    Succeeded,
    Blocked,

    /// <summary>Failed before any host changed.</summary>
    Failed,
    RolledBack,
    RollbackFailed,
}
