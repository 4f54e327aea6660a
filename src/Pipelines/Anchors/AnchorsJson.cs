using System.Text.Json.Serialization;
using Pipelines.Model;

namespace Pipelines.Anchors;

/// <summary>The JSON of checkpoints and of anchor files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(LogHead))]
internal sealed partial class AnchorsJson : JsonSerializerContext;
