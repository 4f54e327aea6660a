namespace Pipelines.History;

/// <summary>How a deployment stands.</summary>
public enum DeploymentResult
{
    /// <summary>Not ended: it runs now, or its process died and the next run takes it up.</summary>
    Running,
    Succeeded,
    Blocked,

    /// <summary>Failed before any host changed.</summary>
    Failed,
    RolledBack,
    RollbackFailed,
}
