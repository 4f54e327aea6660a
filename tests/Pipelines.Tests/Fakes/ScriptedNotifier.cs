using Pipelines.Notifications;

namespace Pipelines.Tests.Fakes;

/// <summary>A channel that answers by code and remembers what it was told.</summary>
internal sealed class ScriptedNotifier(string name, Func<CancellationToken, Task<string?>> answer) : INotifier
{
    public string Name => name;

    public List<Notification> Told { get; } = [];

    public Task<string?> SendAsync(Notification notification, CancellationToken cancellation)
    {
        Told.Add(notification);
        return answer(cancellation);
    }
}
