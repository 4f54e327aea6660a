namespace Pipelines.Notifications;

/// <summary>What people are told about. Wire names: see <see cref="NotificationEventNames"/>.</summary>
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
