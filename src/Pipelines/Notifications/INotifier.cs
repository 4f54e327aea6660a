namespace Pipelines.Notifications;

/// <summary>Tells people by one channel.</summary>
public interface INotifier
{
    /// <summary>The channel, such as <c>discord</c>.</summary>
    string Name { get; }

    /// <summary>Sends it. Null when it was delivered, else one line that says why not, without secrets.</summary>
    Task<string?> SendAsync(Notification notification, CancellationToken cancellation);
}
