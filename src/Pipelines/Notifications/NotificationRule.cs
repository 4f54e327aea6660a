namespace Pipelines.Notifications;

/// <summary>The events that a channel receives.</summary>
/// <param name="Notifier">The channel.</param>
/// <param name="Events">The events; null for all.</param>
public sealed record NotificationRule(INotifier Notifier, IReadOnlySet<NotificationEvent>? Events = null)
{
    public bool Matches(NotificationEvent happened) => Events is null || Events.Contains(happened);
}
