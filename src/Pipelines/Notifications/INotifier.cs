namespace Pipelines.Notifications;

/// <summary>Sends notifications to one channel.</summary>
public interface INotifier
{
    /// <summary>The channel, such as <c>discord</c>.</summary>
    string Name { get; }

    /// <summary>Sends it. Null if it was delivered, otherwise one line with the reason, without secrets.</summary>
    Task<string?> SendAsync(Notification notification, CancellationToken cancellation);
}
