using Pipelines.Engine;
using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.Model;

namespace Pipelines.Queue;

/// <summary>
/// The position of a run that waits on its own among its environment's deployments: anything requested after it is newer.
/// </summary>
/// <param name="setup">The environment.</param>
/// <param name="policy">What to do with outdated deployments.</param>
/// <param name="last">Number of the last event at the time of the request.</param>
internal sealed class AskedPlace(StageSetup setup, QueuePolicy policy, long last)
{
    public static async Task<AskedPlace> TakeAsync(StageSetup setup, QueuePolicy policy, CancellationToken cancellation) =>
        new(setup, policy, await setup.Log.ReadAsync(cancellation) is [.., var last] ? last.Sequence : 0);

    /// <summary>Null, or the blocking decision if a deployment requested later is already live.</summary>
    public async Task<GateDecision?> RefusalAsync(CancellationToken cancellation)
    {
        var later = policy.DeploysOutdated ? null : new DeploymentHistory(await setup.Log.ReadAsync(cancellation))
            .LastSuccess(record => record.Events[0].Sequence > last && !record.Request.IsRollback);
        return later is null ? null
            : new GateDecision(false, DeploymentType.None, GateReasons.Outdated,
            $"{setup.Stage} is closed for this deployment: {later.Id} was requested later and is live.");
    }
}
