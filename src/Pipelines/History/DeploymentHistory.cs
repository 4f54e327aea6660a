namespace Pipelines.History;

/// <summary>All deployments of an environment, folded from its log.</summary>
public sealed class DeploymentHistory
{
    public DeploymentHistory(IReadOnlyList<LoggedEvent> events) => Deployments =
    [
        .. events.GroupBy(logged => logged.Deployment).Select(group => new DeploymentRecord(group.Key, [.. group])).OrderBy(record => record.Events[0].Sequence),
    ];

    /// <summary>In the order they were requested.</summary>
    public IReadOnlyList<DeploymentRecord> Deployments { get; }

    /// <summary>The deployment whose release is live; null when nothing was ever deployed.</summary>
    public DeploymentRecord? Live => Deployments.LastOrDefault(record => record.Result == DeploymentResult.Succeeded);

    /// <summary>The deployment that a process left unfinished, if any: it holds or held the lease and has no end.</summary>
    public DeploymentRecord? Unfinished =>
        Deployments.LastOrDefault(record => record.Result == DeploymentResult.Running && record.Find<DeploymentEvent.LeaseTaken>() is not null);

    /// <summary>The release to go back to: the one that was live before, was never condemned and is not the live one; null when there is none.</summary>
    public DeploymentRecord? Previous => Deployments.LastOrDefault(record =>
        record.Result == DeploymentResult.Succeeded && record.Release != Live!.Release && !IsCondemned(record.Release!));

    /// <summary>The last time that this release was live; null when it never was.</summary>
    public DeploymentRecord? LastSuccess(Func<DeploymentRecord, bool> matches) =>
        Deployments.LastOrDefault(record => record.Result == DeploymentResult.Succeeded && matches(record));

    /// <summary>The deployment by which the release was found to be at fault; null when it was not, or succeeded since.</summary>
    public DeploymentRecord? Condemnation(string release) =>
        Deployments.LastOrDefault(record => record.Release == release && record.Result != DeploymentResult.Blocked) switch
        {
            { Condemns: true } failed => failed,
            _ => LeftBehind(release),
        };

    private bool IsCondemned(string release) => Condemnation(release) is not null;

    /// <summary>A release that someone rolled back from is at fault until it is deployed on purpose.</summary>
    private DeploymentRecord? LeftBehind(string release)
    {
        var succeeded = Deployments.Where(record => record.Result == DeploymentResult.Succeeded).ToList();
        var last = succeeded.FindLastIndex(record => record.Release == release);
        return last >= 0 && succeeded.ElementAtOrDefault(last + 1) is { Request.Type: "rollback" } rollback && rollback.Release != release ? rollback : null;
    }
}
