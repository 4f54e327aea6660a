namespace Pipelines.History.Events;

/// <summary>An event as recorded in the log.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="At">When it was appended, UTC.</param>
/// <param name="Deployment">Id of the deployment.</param>
/// <param name="Event">What happened.</param>
/// <param name="Hash">SHA-256 over the previous entry's hash and this entry's body, hex.</param>
public sealed record LoggedEvent(long Sequence, DateTimeOffset At, string Deployment, DeploymentEvent Event, string Hash);
