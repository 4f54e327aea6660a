using Pipelines.Engine;

namespace Pipelines.Queue;

/// <summary>A queued deployment that was started.</summary>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Delay">From the opening of its calendar to its start; null if unknown.</param>
internal sealed record StartedIntent(DeployOutcome Outcome, TimeSpan? Delay);
