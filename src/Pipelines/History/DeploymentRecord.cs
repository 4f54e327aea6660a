using System.Text.Json.Nodes;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Model;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.History;

/// <summary>A deployment, folded from its events.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Events">Its events, in order; the first is <see cref="DeploymentEvent.Requested"/>.</param>
public sealed record DeploymentRecord(string Id, IReadOnlyList<LoggedEvent> Events)
{
    public Requested Request => Find<Requested>() ?? new Requested(DeploymentType.None, null, null, null, null, null);

    /// <summary>The release; null until it is packaged.</summary>
    public string? Release =>
        Find<Packaged>()?.Release ?? Find<BackToAdopted>()?.Release ?? Find<Adopted>()?.Release ?? Find<Queued>()?.Release;

    public DateTimeOffset StartedAt => Events[0].At;

    /// <summary>When it ended; null while it is running or queued.</summary>
    public DateTimeOffset? EndedAt => Result is DeploymentResult.Running or DeploymentResult.Queued ? null : Last.At;

    /// <summary>From the request to the end, or from leaving the queue; null while it is running or queued.</summary>
    public TimeSpan? Duration =>
        EndedAt - Events.Skip(1 + Events.Select(logged => logged.Event).ToList().FindLastIndex(what => what is Queued))
            .FirstOrDefault()?.At;

    /// <summary>The longest downtime of a host; null if none was measured.</summary>
    public TimeSpan? Downtime => All<Activated>().Select(activated => activated.DowntimeMilliseconds)
        .Concat(All<Retreated>().Select(retreated => retreated.DowntimeMilliseconds)).Max() is { } longest
        ? TimeSpan.FromMilliseconds(longest)
        : null;

    /// <summary>Why it is queued, was blocked, called off or failed; null if it was not.</summary>
    public string? Failure => Last.Event switch
    {
        Requested => "its process ended before the outcome was decided.",
        Queued queued => queued.Explanation,
        Superseded or Cancelled => $"{DeploymentText.Describe(Last.Event)}.",
        _ => Find<Blocked>()?.Explanation ?? (Find<RollbackFailed>()?.Reason is { } second
            ? $"{Find<Failed>()?.Reason.TrimEnd('.')}. The rollback failed too: {second}"
            : Find<Failed>()?.Reason),
    };

    /// <summary>True if the release proved to be bad.</summary>
    public bool Condemns => Find<Failed>() is { Condemned: true };

    /// <summary>True if the release failed with this configuration, and the configuration may be at fault.</summary>
    /// <param name="settings">The configuration; null never matches.</param>
    public bool CondemnsWith(JsonObject? settings) =>
        Find<Failed>() is { Blame: Blame.Configuration or Blame.ReleaseOrConfiguration }
        && settings is not null && Find<Configured>() is { } configured && DeploySettings.AreSame(configured.Settings, settings);

    /// <summary>True once hosts are being rolled back.</summary>
    public bool IsRetreating => Find<Failed>() is { Retreat: true };

    public DeploymentResult Result => Last.Event switch
    {
        Completed or Adopted => DeploymentResult.Succeeded,
        Blocked => DeploymentResult.Blocked,
        Queued => DeploymentResult.Queued,
        Superseded => DeploymentResult.Superseded,
        Cancelled => DeploymentResult.Cancelled,
        Requested => DeploymentResult.Failed,
        Failed { Retreat: false } => DeploymentResult.Failed,
        RolledBack => DeploymentResult.RolledBack,
        RollbackFailed => DeploymentResult.RollbackFailed,
        _ => DeploymentResult.Running,
    };

    /// <summary>The last event that belongs to the deployment itself, not a note on it.</summary>
    private LoggedEvent Last => Events.Last(logged => logged.Event is not (Reviewed or Reminded or Executed));

    /// <summary>The last event of a type; null if there is none.</summary>
    public T? Find<T>()
        where T : DeploymentEvent => All<T>().LastOrDefault();

    public IEnumerable<T> All<T>()
        where T : DeploymentEvent => Events.Select(logged => logged.Event).OfType<T>();

    /// <summary>Hosts that it goes on without, or has ended without.</summary>
    public IReadOnlyList<LeftOut> LeftOut => [.. All<LeftOut>()];

    /// <summary>Names of the hosts that serve the release, and have proven it.</summary>
    public IReadOnlySet<string> Serving => All<Activated>().Select(activated => activated.Host)
        .Except(LeftOut.Select(left => left.Host)).Except(All<Retreated>().Select(retreated => retreated.Host)).ToHashSet();

    /// <summary>Names of the hosts that it has changed and not rolled back, the last one changed first.</summary>
    public IReadOnlyList<string> Touched =>
        [.. All<Activating>().Select(activating => activating.Host).Except(All<Retreated>().Select(retreated => retreated.Host)).Reverse()];
}
