namespace Pipelines.History;

/// <summary>How a deployment stands.</summary>
public enum DeploymentResult
{
    /// <summary>Not ended: it runs now, or its process died and the next run takes it up.</summary>
    Running,

    /// <summary>It waits for the gate; see <c>pipelines queue</c>.</summary>
    Queued,

    /// <summary>It waited, and a later one took its place.</summary>
    Superseded,

    /// <summary>It waited, and a person took it out of the queue.</summary>
    Cancelled,
    Succeeded,
    Blocked,

    /// <summary>Failed before any host changed.</summary>
    Failed,
    RolledBack,
    RollbackFailed,
}
