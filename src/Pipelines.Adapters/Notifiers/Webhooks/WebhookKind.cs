using Pipelines.Configuration.Schema;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Steps;

namespace Pipelines.Adapters.Notifiers.Webhooks;

/// <summary>Webhooks of the user's choice.</summary>
public sealed class WebhookKind(Lazy<HttpClient> http, TimeProvider clock) : INotifierKind
{
    private static readonly Key<SecretReference> Webhook =
        Key.Optional("webhook", "URL that receives the notification as JSON.", Shapes.Secret);
    private static readonly Key<SecretReference> SigningKey = Key.Optional("signing-key",
        "Key for signing a webhook's header X-Pipelines-Signature.", Shapes.Secret);

    public Key Choice => Webhook;

    public IReadOnlyList<Key> Options => [SigningKey];

    public INotifier Open(ConfigRecord entry, StepContext step) => new WebhookNotifier(
        http.Value, WebhookUrl.Checked(step.Secrets.Resolve(entry.Require(Webhook))), entry.Get(SigningKey) is { } key
            ? step.Secrets.Resolve(key) : null, clock);
}
