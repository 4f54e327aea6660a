using Pipelines.History.Events;

namespace Pipelines.History;

/// <summary>A deployment of the queue was started, superseded or cancelled by someone else meanwhile.</summary>
public sealed class NoLongerWaitsException(string outcome) : Exception($"it is no longer queued: it is {outcome}.")
{
    /// <summary>Used as a guard when appending to the event log.</summary>
    /// <param name="before">The events already in the log.</param>
    /// <param name="deployment">Id of the deployment that must be queued.</param>
    /// <exception cref="NoLongerWaitsException">It is not queued.</exception>
    public static void ThrowUnlessWaiting(IReadOnlyList<LoggedEvent> before, string deployment)
    {
        var record = new DeploymentRecord(deployment, [.. before.Where(logged => logged.Deployment == deployment)]);
        if (record.Result != DeploymentResult.Queued)
        {
            throw new NoLongerWaitsException(DeploymentText.Outcome(record));
        }
    }
}
