using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Notifications;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Notifiers.Webhooks;

/// <summary>Posts notifications as JSON to an address of the user's choice.</summary>
/// <param name="client">Should not follow redirects.</param>
/// <param name="url">Https, or http to this machine.</param>
/// <param name="signingKey">Signs each body in <c>X-Pipelines-Signature: sha256=HEX</c> (HMAC of the raw body); null for no
/// signature.</param>
/// <param name="clock">For retries and limits.</param>
public sealed class WebhookNotifier(HttpClient client, Secret url, Secret? signingKey, TimeProvider clock) : INotifier
{
    private readonly WebhookClient _webhook = new(client, url, clock);

    public string Name => "webhook";

    /// <exception cref="Errors.PipelineException">The address is not one that we send to.</exception>
    public Task<string?> SendAsync(Notification notification, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(WebhookPayload.From(notification), NotificationJson.Default.WebhookPayload);
        var headers = new Dictionary<string, string> { ["X-Pipelines-Event"] = notification.Event.WireName() };
        if (signingKey is not null)
        {
            headers["X-Pipelines-Signature"] = $"sha256={Signature(signingKey, json)}";
        }

        return _webhook.PostAsync(json, headers, cancellation);
    }

    private static string Signature(Secret key, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Reveal()), body));
}
