using Pipelines.History;
using Pipelines.History.Events;

namespace Pipelines.Queue;

/// <summary>The queued deployments of an environment, folded from its log.</summary>
public sealed class IntentList(DeploymentHistory history, QueuePolicy policy)
{
    /// <summary>Those that are to run, in the order in which they were requested.</summary>
    public IReadOnlyList<DeploymentRecord> Waiting => [.. Queued.Where(intent => SupersededBy(intent) is null)];

    /// <summary>Those superseded by a later one, where this is not recorded yet.</summary>
    public IReadOnlyList<(DeploymentRecord Intent, string By)> Stale =>
        [.. Queued.Select(intent => (intent, By: SupersededBy(intent)?.Id)).Where(stale => stale.By is not null)
            .Select(stale => (stale.intent, stale.By!))];

    /// <summary>Those that were queued once and ended like this.</summary>
    public IEnumerable<DeploymentRecord> Ended(DeploymentResult result) => history.Deployments.Where(record =>
        record.Result == result && record.Find<DeploymentEvent.Queued>() is not null);

    private IEnumerable<DeploymentRecord> Queued => history.Deployments.Where(record => record.Result == DeploymentResult.Queued);

    /// <summary>
    /// The one that would run last, if it waits for the same release or commit; null if it does not: requesting one further ahead requests
    /// it again.
    /// </summary>
    public DeploymentRecord? Same(string? commit, string? release) =>
        Waiting is [.., var last] && IsOf(last, commit, release) ? last : null;

    /// <summary>
    /// The deployment that was requested later and is live, where that blocks an older one; null if there is none. A rollback outdates
    /// nothing: it goes back, and queued deployments continue.
    /// </summary>
    public DeploymentRecord? OutdatedBy(string intent) =>
        history.Deployments.FirstOrDefault(record => record.Id == intent) is { } one && !policy.DeploysOutdated
        ? Later(one).LastOrDefault(later => later.Result == DeploymentResult.Succeeded)
        : null;

    /// <summary>A later one that supersedes it in the queue, or that has gone live.</summary>
    private DeploymentRecord? SupersededBy(DeploymentRecord intent) =>
        Later(intent)
            .LastOrDefault(later => later.Result == DeploymentResult.Queued
            && (policy.Order == QueueOrder.Latest || IsOf(later, intent.Request.Commit, intent.Release)))
        ?? OutdatedBy(intent.Id);

    private IEnumerable<DeploymentRecord> Later(DeploymentRecord intent) =>
        history.Deployments.Where(later => later.Events[0].Sequence > intent.Events[0].Sequence && !later.Request.IsRollback);

    private static bool IsOf(DeploymentRecord intent, string? commit, string? release) =>
        intent.Request.Commit == commit && intent.Release == release;
}
