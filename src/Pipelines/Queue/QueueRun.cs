namespace Pipelines.Queue;

/// <summary>What a look at the queue came to.</summary>
/// <param name="Started">The deployments that were made, in order.</param>
/// <param name="Superseded">How many were superseded.</param>
/// <param name="Waiting">Those that still wait.</param>
internal sealed record QueueRun(IReadOnlyList<StartedIntent> Started, int Superseded, IReadOnlyList<WaitingIntent> Waiting);
