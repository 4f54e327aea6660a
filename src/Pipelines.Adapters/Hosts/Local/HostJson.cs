using System.Text.Json.Serialization;

namespace Pipelines.Adapters.Hosts.Local;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HostMemory))]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class HostJson : JsonSerializerContext;
