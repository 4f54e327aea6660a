using System.Text.Json.Serialization;

namespace Pipelines.Signing;

/// <summary>The JSON of envelopes, with the names defined by the protocol.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DsseEnvelope))]
public sealed partial class SigningJson : JsonSerializerContext;
