using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipelines.Cli.Generation;

/// <summary>YAML scalars. A JSON string is a YAML string too, with no rules of its own to forget.</summary>
internal static class YamlText
{
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
