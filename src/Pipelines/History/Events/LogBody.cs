namespace Pipelines.History.Events;

/// <summary>The content of a log entry.</summary>
internal sealed record LogBody(long Sequence, string Previous, DateTimeOffset At, string Deployment, DeploymentEvent Event);
