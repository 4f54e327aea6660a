using System.Text.Json.Serialization;

namespace Pipelines.Locks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LeaseRecord))]
internal sealed partial class LocksJson : JsonSerializerContext;
