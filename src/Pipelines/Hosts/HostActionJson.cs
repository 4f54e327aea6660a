using System.Text.Json.Serialization;

namespace Pipelines.Hosts;

/// <summary>The JSON of acts and jobs, for hosts behind a wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HostAction))]
[JsonSerializable(typeof(HostJob))]
public sealed partial class HostActionJson : JsonSerializerContext;
