using Pipelines.Adapters.Notifiers.Webhooks;
using Pipelines.Configuration.Schema;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Steps;

namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>Discord channels.</summary>
public sealed class DiscordKind(Lazy<HttpClient> http, TimeProvider clock) : INotifierKind
{
    private static readonly Key<SecretReference> Discord = Key.Optional("discord", "URL of a Discord webhook.", Shapes.Secret);

    public Key Choice => Discord;

    public INotifier Open(ConfigRecord entry, StepContext step) =>
        new DiscordNotifier(http.Value, WebhookUrl.Checked(step.Secrets.Resolve(entry.Require(Discord))), clock);
}
