using System.Text.Json.Serialization;
using Pipelines.Adapters.Notifiers.Discord;
using Pipelines.Adapters.Notifiers.Webhooks;

namespace Pipelines.Adapters.Notifiers;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookPayload))]
[JsonSerializable(typeof(DiscordMessage))]
internal sealed partial class NotificationJson : JsonSerializerContext;
