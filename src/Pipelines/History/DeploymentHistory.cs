using Pipelines.History.Events;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.History;

/// <summary>All deployments of an environment, folded from its log.</summary>
public sealed class DeploymentHistory
{
    public DeploymentHistory(IReadOnlyList<LoggedEvent> events) => Deployments =
    [
        .. events.GroupBy(logged => logged.Deployment).Where(group => group.First().Event is Requested).Select(group => new DeploymentRecord(group.Key, [.. group])).OrderBy(record => record.Events[0].Sequence),
    ];

    /// <summary>In the order they were requested.</summary>
    public IReadOnlyList<DeploymentRecord> Deployments { get; }

    /// <summary>The deployment whose release is live; null when nothing was ever deployed.</summary>
    public DeploymentRecord? Live => Deployments.LastOrDefault(record => record.Result == DeploymentResult.Succeeded);

    /// <summary>The deployment that a process left unfinished, if any: it holds or held the lease and has no end.</summary>
    public DeploymentRecord? Unfinished =>
        Deployments.LastOrDefault(record => record.Result == DeploymentResult.Running && record.Find<LeaseTaken>() is not null);

    /// <summary>True when hosts may serve something else than the live release: the last deployment that touched them has no end, or could not be undone.</summary>
    public bool IsAstray => Deployments.LastOrDefault(record => record.Find<Activating>() is not null) is
    { Result: DeploymentResult.Running or DeploymentResult.RollbackFailed };

    /// <summary>
    /// The release to go back to: the live one when hosts are astray of it, else the one that was live before, was never condemned and is not
    /// the live one; null when there is none.
    /// </summary>
    public DeploymentRecord? Previous => IsAstray ? Live : Deployments.LastOrDefault(record =>
        record.Result == DeploymentResult.Succeeded && record.Release != Live!.Release && Condemnation(record.Release!) is null);

    /// <summary>The last deployment that succeeded and matches; null when there is none.</summary>
    public DeploymentRecord? LastSuccess(Func<DeploymentRecord, bool> matches) =>
        Deployments.LastOrDefault(record => record.Result == DeploymentResult.Succeeded && matches(record));

    /// <summary>The deployment by which the release was found to be at fault; null when it was not, or succeeded since.</summary>
    public DeploymentRecord? Condemnation(string release) =>
        Deployments.LastOrDefault(record => record.Release == release && (record.Condemns || record.Result == DeploymentResult.Succeeded)) switch
        {
            null => null,
            { Result: DeploymentResult.Succeeded } => LeftBehind(release),
            var failed => failed,
        };

    /// <summary>A release that someone rolled back from is at fault until it is deployed on purpose.</summary>
    private DeploymentRecord? LeftBehind(string release)
    {
        var succeeded = Deployments.Where(record => record.Result == DeploymentResult.Succeeded).ToList();
        var last = succeeded.FindLastIndex(record => record.Release == release);
        return succeeded.ElementAtOrDefault(last + 1) is { Request.IsRollback: true } rollback ? rollback : null;
    }
}
