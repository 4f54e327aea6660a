using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Model;

/// <summary>Deployment types in JSON, by their wire names.</summary>
public sealed class DeploymentTypeConverter : JsonConverter<DeploymentType>
{
    /// <exception cref="JsonException">There is no such type.</exception>
    public override DeploymentType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DeploymentTypes.TryParse(reader.GetString() ?? "", out var type, out var error) ? type : throw new JsonException(error);

    public override void Write(Utf8JsonWriter writer, DeploymentType value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.WireName());
}
