using Pipelines.Configuration.Schema;
using Pipelines.Model;

namespace Pipelines.Notifications;

/// <summary>Configuration keys for notifications.</summary>
public static class NotifyKeys
{
    private static readonly Key<SecretReference> Discord = Key.Optional("discord", "URL of a Discord webhook.", Shapes.Secret);
    private static readonly Key<SecretReference> Webhook = Key.Optional("webhook", "URL that receives the notification as JSON.",
        Shapes.Secret);
    private static readonly Key<bool> Comment = Key.Optional("comment",
        "true: keep one comment on the commit's pull or merge request, edited in place.", Shapes.Boolean);
    private static readonly Key<SecretReference> SigningKey = Key.Optional("signing-key",
        "Key for signing a webhook's header X-Pipelines-Signature.", Shapes.Secret);

    private static readonly Key<IReadOnlyList<NotificationEvent>> On = Key.Optional(
        "on", "Events to send.", Shapes.Some(Shapes.Choice(NotificationEventNames.Choices())));

    public static Key<IReadOnlyList<NotifierSpec>> Notify { get; } = Key.Optional("notify", "Notification channels.", Shapes.List(
        new RecordShape<NotifierSpec>("a notifier", [Discord, Webhook, Comment, SigningKey, On], Build))).Or([], "none") with
    {
        Example = """
            app: backend
            environments:
              production:
                hosts: ["local:"]
                notify:
                  - discord: env:DISCORD_WEBHOOK_URL
                    on: [blocked, started, succeeded, failed, rolled-back, rollback-failed]   # default: all
                  - webhook: env:HOOK_URL
                    signing-key: env:HOOK_KEY
                  - comment: true                    # on the commit's pull or merge request; the token needs write access
            """,
    };

    private static bool Build(ConfigRecord record, ConfigReading reading, out NotifierSpec value)
    {
        value = new NotifierSpec(
            record.Has(Discord) ? NotifierChannel.Discord : record.Has(Webhook) ? NotifierChannel.Webhook : NotifierChannel.Comment,
            record.Get(Discord) ?? record.Get(Webhook),
            record.Get(SigningKey),
            record.Get(On)?.ToHashSet());
        if (new[] { record.Has(Discord), record.Has(Webhook), record.Get(Comment) }.Count(given => given) != 1)
        {
            return reading.Fail(record.Path, record.At, "expected exactly one of discord, webhook, comment: true.");
        }

        return !record.Has(SigningKey) || record.Has(Webhook) || reading.Fail(record.PathOf(SigningKey), record.PositionOf(SigningKey), "is only for webhooks.");
    }
}
