using System.Text.Json.Serialization;

namespace Pipelines.Signing;

/// <summary>The JSON of envelopes, with the names that the protocol gives.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DsseEnvelope))]
public sealed partial class SigningJson : JsonSerializerContext;
