namespace Pipelines.Queue;

/// <summary>What becomes of the deployments that wait for an environment.</summary>
/// <param name="Order">Which of them are made.</param>
/// <param name="DeploysOutdated">Whether one is made although a deployment that was asked for later is live by then; else it is held back for good.</param>
public sealed record QueuePolicy(QueueOrder Order, bool DeploysOutdated = false);
