using Pipelines.History;

namespace Pipelines.Engine;

/// <summary>Tells people how a deployment stands, each thing at most once: a process that dies before it told leaves it untold. Never fails
/// and never holds a deployment up for long.</summary>
public interface IAnnouncer
{
    /// <param name="request">What was asked for.</param>
    /// <param name="record">The deployment; its last event says what there is to tell.</param>
    /// <param name="cancellation">Gives up telling.</param>
    Task TellAsync(DeployRequest request, DeploymentRecord record, CancellationToken cancellation);
}
