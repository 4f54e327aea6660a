using System.Text.Json.Serialization;

namespace Pipelines.Locks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LeaseRecord))]
internal sealed partial class LocksJson : JsonSerializerContext;
