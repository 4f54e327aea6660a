using System.Text.Json.Serialization;
using Pipelines.Hosts;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>The JSON of what crosses the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WireMessage))]
[JsonSerializable(typeof(HostAction))]
[JsonSerializable(typeof(HostJob))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WireJson : JsonSerializerContext;
