using System.Text.Json.Serialization;

namespace Pipelines.History.Events;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(LogEntry[]))]
[JsonSerializable(typeof(LogBody))]
[JsonSerializable(typeof(DeploymentEvent))]
internal sealed partial class HistoryJson : JsonSerializerContext;
