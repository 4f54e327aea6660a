using Pipelines.Engine;
using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.Model;

namespace Pipelines.Queue;

/// <summary>The place of a run that waits by itself, among the deployments of its environment: what was asked for after it is newer.</summary>
/// <param name="setup">The environment.</param>
/// <param name="policy">What becomes of what is outdated.</param>
/// <param name="last">Number of the last event when it was asked for.</param>
internal sealed class AskedPlace(StageSetup setup, QueuePolicy policy, long last)
{
    public static async Task<AskedPlace> TakeAsync(StageSetup setup, QueuePolicy policy, CancellationToken cancellation) =>
        new(setup, policy, await setup.Log.ReadAsync(cancellation) is [.., var last] ? last.Sequence : 0);

    /// <summary>Null, or the refusal when a deployment that was asked for later is live by now.</summary>
    public async Task<GateDecision?> RefusalAsync(CancellationToken cancellation)
    {
        var later = policy.DeploysOutdated ? null : new DeploymentHistory(await setup.Log.ReadAsync(cancellation))
            .LastSuccess(record => record.Events[0].Sequence > last && !record.Request.IsRollback);
        return later is null ? null
            : new GateDecision(false, DeploymentType.None, GateReasons.Outdated, $"{setup.Stage} is closed for this deployment: {later.Id} was asked for later and is live.");
    }
}
