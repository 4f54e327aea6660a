using System.Text.Json.Nodes;
using Pipelines.History.Events;
using Pipelines.Hosts;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.History;

/// <summary>All deployments of an environment, folded from its log.</summary>
public sealed class DeploymentHistory
{
    public DeploymentHistory(IReadOnlyList<LoggedEvent> events) => Deployments =
    [
        .. events.GroupBy(logged => logged.Deployment).Where(group => group.First().Event is Requested)
            .Select(group => new DeploymentRecord(group.Key, [.. group])).OrderBy(record => record.Events[0].Sequence),
    ];

    /// <summary>In the order of their requests.</summary>
    public IReadOnlyList<DeploymentRecord> Deployments { get; }

    /// <summary>The deployment whose release is live; null if nothing was ever deployed.</summary>
    public DeploymentRecord? Live => Deployments.LastOrDefault(record => record.Result == DeploymentResult.Succeeded);

    /// <summary>The deployment that a process left unfinished, if any: it holds or held the lease and has not ended.</summary>
    /// <summary>Since when its release has been live: deployments that found it live already do not count.</summary>
    public DateTimeOffset? LiveSince =>
        Deployments.LastOrDefault(record =>
            record is { Result: DeploymentResult.Succeeded } && record.Find<Completed>() is not { Unchanged: true })
            ?.EndedAt ?? Live?.EndedAt;

    public DeploymentRecord? Unfinished =>
        Deployments.LastOrDefault(record => record.Result == DeploymentResult.Running && record.Find<LeaseTaken>() is not null);

    /// <summary>
    /// True if hosts may serve something other than the live release: the last deployment that changed them has not ended, or could not be
    /// undone.
    /// </summary>
    public bool IsUncertain => LastToChange is { Result: DeploymentResult.Running or DeploymentResult.RollbackFailed };

    /// <summary>The last deployment that changed hosts, if it could not be undone; otherwise null.</summary>
    public DeploymentRecord? Stuck => LastToChange is { Result: DeploymentResult.RollbackFailed } stuck ? stuck : null;

    private DeploymentRecord? LastToChange => Deployments.LastOrDefault(record => record.Find<Activating>() is not null);

    /// <summary>
    /// The release to roll back to: the live one if hosts may not be serving it, otherwise the last one that was live before, is not known
    /// bad and is not the live one; null if there is none.
    /// </summary>
    public DeploymentRecord? Previous => IsUncertain ? Live : Deployments.LastOrDefault(record =>
        record.Result == DeploymentResult.Succeeded && record.Release != Live!.Release && Condemnation(record.Release!) is null);

    /// <summary>
    /// The deployment whose release a rollback goes to: where an interrupted rollback was going already, else <see cref="Previous"/>. What
    /// a killed
    /// process meant is read from its record and never derived anew: by then the hosts may serve what it was going to.
    /// </summary>
    public DeploymentRecord? RollbackTarget =>
        Unfinished is { Request.IsRollback: true, Release: not null } interrupted ? interrupted : Previous;

    /// <summary>Whether a release was adopted from an earlier tool: the hosts have it, and the store does not.</summary>
    public bool IsAdopted(string release) => Deployments.Any(record => record.Find<Adopted>()?.Release == release);

    /// <summary>The last matching deployment that succeeded; null if there is none.</summary>
    public DeploymentRecord? LastSuccess(Func<DeploymentRecord, bool> matches) =>
        Deployments.LastOrDefault(record => record.Result == DeploymentResult.Succeeded && matches(record));

    /// <summary>The deployment that showed the release to be bad; null if there is none, or the release succeeded since.</summary>
    /// <param name="release">Id of the release.</param>
    /// <param name="settings">What it is to run with: failures that another configuration may explain do not count; null to leave them all
    /// out.</param>
    public DeploymentRecord? Condemnation(string release, JsonObject? settings = null) =>
        Deployments.LastOrDefault(record =>
            record.Release == release
            && (record.Condemns || record.CondemnsWith(settings) || record.Result == DeploymentResult.Succeeded)) switch
        {
            null => null,
            { Result: DeploymentResult.Succeeded } => LeftBehind(release),
            var failed => failed,
        };

    /// <summary>What is at fault when a deployment did not work: what has not worked before.</summary>
    /// <param name="record">One whose configuration is recorded.</param>
    public Blame BlameFor(DeploymentRecord record)
    {
        var worked = Deployments.Where(each => each.Result == DeploymentResult.Succeeded && each.Find<Configured>() is not null).ToList();
        bool IsSame(DeploymentRecord other) =>
            DeploySettings.AreSame(other.Find<Configured>()!.Settings, record.Find<Configured>()!.Settings);

        return worked.Exists(each => each.Release == record.Release && !IsSame(each)) ? Blame.Configuration
            : worked.Exists(IsSame) ? Blame.Release
            : Blame.ReleaseOrConfiguration;
    }

    /// <summary>A release that was rolled back is known bad until it is deployed again deliberately.</summary>
    private DeploymentRecord? LeftBehind(string release)
    {
        var succeeded = Deployments.Where(record => record.Result == DeploymentResult.Succeeded).ToList();
        var last = succeeded.FindLastIndex(record => record.Release == release);
        return succeeded.ElementAtOrDefault(last + 1) is { Request.IsRollback: true } rollback ? rollback : null;
    }
}
