using System.Text.Json.Serialization;

namespace Pipelines.Gates.Overrides;

/// <summary>The JSON format of tokens.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OverrideToken))]
internal sealed partial class OverrideJson : JsonSerializerContext;
