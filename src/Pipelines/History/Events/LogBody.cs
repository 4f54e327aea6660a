namespace Pipelines.History.Events;

/// <summary>What an entry of the log says.</summary>
internal sealed record LogBody(long Sequence, string Previous, DateTimeOffset At, string Deployment, DeploymentEvent Event);
