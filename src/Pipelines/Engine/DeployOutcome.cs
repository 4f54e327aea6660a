using Pipelines.Errors;
using Pipelines.History;

namespace Pipelines.Engine;

/// <summary>How a deployment ended.</summary>
/// <param name="ExitCode">The status to end with.</param>
/// <param name="Message">One line for people.</param>
/// <param name="Record">The deployment, folded from its events.</param>
public sealed record DeployOutcome(ExitCode ExitCode, string Message, DeploymentRecord Record);
