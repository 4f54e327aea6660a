using System.Text.Json.Serialization;

namespace Pipelines.Releases.Records;

/// <summary>
/// The JSON of every object that releases keep in the store: strict when reading; compact and with a fixed order when writing.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReleaseLocations))]
[JsonSerializable(typeof(ReleaseMark))]
[JsonSerializable(typeof(ReleaseRecord))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
internal sealed partial class ReleaseJson : JsonSerializerContext;
