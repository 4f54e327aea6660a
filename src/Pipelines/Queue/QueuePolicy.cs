namespace Pipelines.Queue;

/// <summary>What happens to an environment's queued deployments.</summary>
/// <param name="Order">Which of them run.</param>
/// <param name="DeploysOutdated">Whether one runs even if a deployment requested later is already live; otherwise it is blocked for
/// good.</param>
public sealed record QueuePolicy(QueueOrder Order, bool DeploysOutdated = false);
