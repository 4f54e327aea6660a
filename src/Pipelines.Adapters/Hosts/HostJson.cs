using System.Text.Json.Serialization;

namespace Pipelines.Adapters.Hosts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HostMemory))]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class HostJson : JsonSerializerContext;
