using NodaTime;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Notifications;

namespace Pipelines.Engine;

/// <summary>Tells the configured channels how a deployment stands.</summary>
/// <param name="announcer">The channels.</param>
/// <param name="log">The environment's log.</param>
/// <param name="url">URL of the deployed app; null if none is configured.</param>
internal sealed class DeploymentAnnouncer(Announcer announcer, EventLog log, string? url) : IAnnouncer
{
    public async Task TellAsync(DeployRequest request, DeploymentRecord record, CancellationToken cancellation)
    {
        var asked = record.Request;
        var happened = record.Events[^1].Event is DeploymentEvent.Reminded ? NotificationEvent.ReviewDue : Event(record.Result);
        var notification =
            new Notification(happened, request.App, request.Environment, asked.Type, Instant.FromDateTimeOffset(record.Events[^1].At))
        {
            DeploymentId = record.Id,
            Release = record.Release,
            PreviousRelease = await PreviousAsync(record, cancellation),
            Origin = new Origin
            {
                Commit = asked.Commit,
                CommitUrl = asked.Commit == request.Origin.Commit ? request.Origin.CommitUrl : null,
                Ref = asked.Ref,
                Actor = asked.Actor,
                Repository = request.Origin.Repository,
                RunUrl = asked.RunUrl,
                RunNumber = asked.RunUrl == request.Origin.RunUrl ? request.Origin.RunNumber : null,
            },
            Url = url,
            Reason = asked.Reason,
            Duration = record.Duration,
            Downtime = record.Downtime,
            Explanation = record.Failure ?? (record.Result == DeploymentResult.Succeeded && record.LeftOut.Count > 0
                ? DeploymentText.LeftOut(record).Trim() : null),
            Override = record.Find<DeploymentEvent.Overridden>() is { } overridden ? DeploymentText.Describe(overridden) : null,
            NextOpen = (record.Find<DeploymentEvent.Blocked>()?.NextOpen ?? record.Find<DeploymentEvent.Queued>()?.NextOpen) is { } open
                ? Instant.FromDateTimeOffset(open) : null,
        };
        await announcer.AnnounceAsync(notification, cancellation);
    }

    /// <summary>What was live before; null when nothing was, or the log cannot be read: telling goes on all the same.</summary>
    private async Task<string?> PreviousAsync(DeploymentRecord record, CancellationToken cancellation)
    {
        try
        {
            return new DeploymentHistory(
                [.. (await log.ReadUpToAsync(record.Events[^1], cancellation))
                .TakeWhile(logged => logged.Deployment != record.Id)]).Live?.Release;
        }
        catch (PipelineException)
        {
            return null;
        }
    }

    private static NotificationEvent Event(DeploymentResult result) => result switch
    {
        DeploymentResult.Queued => NotificationEvent.Queued,
        DeploymentResult.Superseded => NotificationEvent.Superseded,
        DeploymentResult.Cancelled => NotificationEvent.Cancelled,
        DeploymentResult.Blocked => NotificationEvent.Blocked,
        DeploymentResult.Succeeded => NotificationEvent.Succeeded,
        DeploymentResult.Failed => NotificationEvent.Failed,
        DeploymentResult.RolledBack => NotificationEvent.RolledBack,
        DeploymentResult.RollbackFailed => NotificationEvent.RollbackFailed,
        _ => NotificationEvent.Started,
    };
}
