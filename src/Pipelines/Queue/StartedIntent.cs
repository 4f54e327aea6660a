using Pipelines.Engine;

namespace Pipelines.Queue;

/// <summary>A deployment of the queue that was made.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Delay">From the opening of its calendar to its start; null when that is not known.</param>
internal sealed record StartedIntent(DeployOutcome Outcome, TimeSpan? Delay);
