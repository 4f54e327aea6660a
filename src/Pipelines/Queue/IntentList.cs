using Pipelines.History;

namespace Pipelines.Queue;

/// <summary>The deployments of an environment that wait for its gate, folded from its log.</summary>
public sealed class IntentList(DeploymentHistory history, QueuePolicy policy)
{
    /// <summary>Those that are to be made, in the order in which they were asked for.</summary>
    public IReadOnlyList<DeploymentRecord> Waiting => [.. Queued.Where(intent => SupersededBy(intent) is null)];

    /// <summary>Those whose place a later one has taken, and it is not recorded yet.</summary>
    public IReadOnlyList<(DeploymentRecord Intent, string By)> Stale =>
        [.. Queued.Select(intent => (intent, By: SupersededBy(intent)?.Id)).Where(stale => stale.By is not null).Select(stale => (stale.intent, stale.By!))];

    private IEnumerable<DeploymentRecord> Queued => history.Deployments.Where(record => record.Result == DeploymentResult.Queued);

    /// <summary>The one that waits for the same; null when there is none.</summary>
    public DeploymentRecord? Same(string? commit, string? release) =>
        Waiting.LastOrDefault(intent => intent.Request.Commit == commit && intent.Release == release);

    /// <summary>A later one that waits, or has gone live. A rollback takes nobody's place: it goes back.</summary>
    private DeploymentRecord? SupersededBy(DeploymentRecord intent) => policy != QueuePolicy.Latest ? null : history.Deployments.LastOrDefault(later =>
        later.Events[0].Sequence > intent.Events[0].Sequence && !later.Request.IsRollback && later.Result is DeploymentResult.Queued or DeploymentResult.Succeeded);
}
