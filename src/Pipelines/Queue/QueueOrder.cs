namespace Pipelines.Queue;

/// <summary>Which of an environment's queued deployments run when its gate opens.</summary>
public enum QueueOrder
{
    /// <summary>The last one requested. It supersedes earlier ones.</summary>
    Latest,

    /// <summary>All, in the order in which they were requested; a failure stops the ones behind it until the next run.</summary>
    Fifo,

    /// <summary>Nothing is queued.</summary>
    None,
}
