namespace Pipelines.Notifications;

/// <summary>Events that people can be notified of. Wire names: see <see cref="NotificationEventNames"/>.</summary>
public enum NotificationEvent
{
    Queued,
    Superseded,
    Cancelled,
    Blocked,
    Started,
    Succeeded,
    Failed,
    RolledBack,
    RollbackFailed,
    ReviewDue,
}
