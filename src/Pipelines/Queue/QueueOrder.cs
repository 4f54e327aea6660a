namespace Pipelines.Queue;

/// <summary>Which of the deployments that wait for an environment are made when its gate opens.</summary>
public enum QueueOrder
{
    /// <summary>The last one that was asked for. It supersedes those before it.</summary>
    Latest,

    /// <summary>All, in the order in which they were asked for; one that fails stops those behind it until the next run.</summary>
    Fifo,

    /// <summary>None waits.</summary>
    None,
}
