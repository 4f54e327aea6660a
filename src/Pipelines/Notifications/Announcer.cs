using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Notifications;

/// <summary>Notifies every subscribed channel. It never fails a deployment: what could not be delivered becomes a warning.</summary>
public sealed class Announcer(IReadOnlyList<NotificationRule> rules, IReporter reporter, TimeProvider clock)
{
    /// <summary>How long all channels together may take; those not finished by then are abandoned.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Notifies all subscribed channels in parallel. Throws nothing, not even when cancelled.</summary>
    /// <returns>Names of the channels that received it.</returns>
    public async Task<IReadOnlyList<string>> AnnounceAsync(Notification notification, CancellationToken cancellation)
    {
        notification = notification with
        {
            Reason = notification.Reason is { } reason ? reporter.Redact(reason) : null,
            Explanation = notification.Explanation is { } explanation ? reporter.Redact(explanation) : null,
            Override = notification.Override is { } overridden ? reporter.Redact(overridden) : null,
        };
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var subscribed = rules.Where(rule => rule.Matches(notification.Event)).Select(rule => rule.Notifier).ToList();
        var faults = await Task.WhenAll(subscribed.Select(notifier => SendAsync(notifier, notification, either.Token)));
        foreach (var fault in faults.OfType<Problem>())
        {
            reporter.Warning(fault);
        }

        return [.. subscribed.Where((_, i) => faults[i] is null).Select(notifier => notifier.Name)];
    }

    private async Task<Problem?> SendAsync(INotifier notifier, Notification notification, CancellationToken cancellation)
    {
        try
        {
            var fault = await notifier.SendAsync(notification, cancellation).WaitAsync(cancellation);
            return fault is null ? null : Undelivered(notifier, fault);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Undelivered(notifier, $"it was cancelled, or took longer than {Limit.ForPeople()}.");
        }
#pragma warning disable CA1031 // the rule of this class: a failing chat, however it fails, must not undo a deployment
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Undelivered(notifier, $"{e.GetType().Name} in the notifier.");
        }
    }

    private static Problem Undelivered(INotifier notifier, string why) => new(notifier.Name, $"the notification was not delivered: {why}");
}
