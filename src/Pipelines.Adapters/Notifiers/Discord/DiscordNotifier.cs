using System.Text.Json;
using Pipelines.Adapters.Notifiers.Webhooks;
using Pipelines.Notifications;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>Posts to a Discord channel through its webhook.</summary>
/// <param name="client">Should not follow redirects.</param>
/// <param name="webhookUrl">From the channel's settings, Integrations, Webhooks.</param>
/// <param name="clock">For retries and limits.</param>
public sealed class DiscordNotifier(HttpClient client, Secret webhookUrl, TimeProvider clock) : INotifier
{
    private static readonly Dictionary<string, string> NoHeaders = [];
    private readonly WebhookClient _webhook = new(client, webhookUrl, clock);

    public string Name => "discord";

    /// <exception cref="Errors.PipelineException">The address is not one that we send to.</exception>
    public Task<string?> SendAsync(Notification notification, CancellationToken cancellation)
    {
        var message = new DiscordMessage([DiscordEmbeds.Of(notification)]);
        return _webhook.PostAsync(JsonSerializer.SerializeToUtf8Bytes(message, NotificationJson.Default.DiscordMessage), NoHeaders,
            cancellation);
    }
}
