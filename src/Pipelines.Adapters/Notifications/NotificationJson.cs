using System.Text.Json.Serialization;

namespace Pipelines.Adapters.Notifications;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookPayload))]
[JsonSerializable(typeof(DiscordMessage))]
internal sealed partial class NotificationJson : JsonSerializerContext;
