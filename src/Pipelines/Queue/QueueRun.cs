namespace Pipelines.Queue;

/// <summary>The result of one pass over the queue.</summary>
/// <param name="Started">The deployments that were started, in order.</param>
/// <param name="Superseded">How many were superseded.</param>
/// <param name="Waiting">Those still waiting.</param>
internal sealed record QueueRun(IReadOnlyList<StartedIntent> Started, int Superseded, IReadOnlyList<WaitingIntent> Waiting);
