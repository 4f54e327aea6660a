using NodaTime;
using Pipelines.History;
using Pipelines.Notifications;

namespace Pipelines.Deployments;

/// <summary>Tells the configured channels how a deployment stands.</summary>
internal sealed class DeploymentAnnouncer(Announcer announcer, EventLog log) : IAnnouncer
{
    public async Task TellAsync(DeployRequest request, DeploymentRecord record, CancellationToken cancellation)
    {
        var before = new DeploymentHistory([.. (await log.ReadAsync(cancellation)).TakeWhile(logged => logged.Deployment != record.Id)]);
        var notification = new Notification(Event(record.Result), request.App, request.Stage, record.Request.Type, Instant.FromDateTimeOffset(record.Events[^1].At))
        {
            DeploymentId = record.Id,
            Release = record.Release,
            PreviousRelease = before.Live?.Release,
            Commit = request.Commit,
            CommitUrl = request.CommitUrl,
            Ref = request.Ref,
            Actor = request.Actor,
            Reason = request.Reason,
            Repository = request.Repository,
            RunUrl = request.RunUrl,
            RunNumber = request.RunNumber,
            Duration = record.Duration,
            Downtime = record.Downtime,
            Explanation = record.Failure,
            NextOpen = record.Find<DeploymentEvent.Blocked>()?.NextOpen is { } open ? Instant.FromDateTimeOffset(open) : null,
        };
        await announcer.AnnounceAsync(notification, cancellation);
    }

    private static NotificationEvent Event(DeploymentResult result) => result switch
    {
        DeploymentResult.Blocked => NotificationEvent.Blocked,
        DeploymentResult.Succeeded => NotificationEvent.Succeeded,
        DeploymentResult.Failed => NotificationEvent.Failed,
        DeploymentResult.RolledBack => NotificationEvent.RolledBack,
        DeploymentResult.RollbackFailed => NotificationEvent.RollbackFailed,
        _ => NotificationEvent.Started,
    };
}
