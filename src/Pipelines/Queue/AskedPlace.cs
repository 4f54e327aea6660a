using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>
/// The position of a run that waits on its own among its environment's deployments: anything requested after it is newer.
/// </summary>
/// <param name="step">The environment.</param>
/// <param name="log">Its log.</param>
/// <param name="last">Number of the last event at the time of the request.</param>
internal sealed class AskedPlace(StepContext step, EventLog log, long last)
{
    public static async Task<AskedPlace> TakeAsync(StepContext step, EventLog log, CancellationToken cancellation) =>
        new(step, log, await log.ReadAsync(cancellation) is [.., var last] ? last.Sequence : 0);

    /// <summary>Null, or the blocking decision if a deployment requested later is already live.</summary>
    public async Task<GateDecision?> RefusalAsync(CancellationToken cancellation)
    {
        var later = step.Settings.Require(QueueKeys.Queue).DeploysOutdated ? null : new DeploymentHistory(await log.ReadAsync(cancellation))
            .LastSuccess(record => record.Events[0].Sequence > last && !record.Request.IsRollback);
        return later is null ? null
            : new GateDecision(false, DeploymentType.None, GateReasons.Outdated,
            $"{step.Environment} is closed for this deployment: {later.Id} was requested later and is live.");
    }
}
