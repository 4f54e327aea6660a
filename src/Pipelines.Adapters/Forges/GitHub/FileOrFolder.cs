using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>What is at a path of a repository: GitHub returns a folder as a list.</summary>
/// <param name="File">Null for a folder.</param>
[JsonConverter(typeof(Converter))]
internal sealed record FileOrFolder(GitHubModel.Content? File)
{
    public sealed class Converter : JsonConverter<FileOrFolder>
    {
        public override FileOrFolder Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return new(JsonSerializer.Deserialize(ref reader, GitHubJson.Default.Content) ?? throw new JsonException("it is null"));
            }

            reader.Skip();
            return new(File: null);
        }

        public override void Write(Utf8JsonWriter writer, FileOrFolder value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}
