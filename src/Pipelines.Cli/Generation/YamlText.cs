using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipelines.Cli.Generation;

/// <summary>YAML scalars. A JSON string is also a YAML string, without special rules to forget.</summary>
internal static class YamlText
{
    /// <summary>The plain text if YAML reads it back unchanged, otherwise quoted.</summary>
    public static string Scalar(string text) => IsPlain(text) ? text : Quote(text);

    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static bool IsPlain(string text) =>
        text is not ("" or "null") && text[0] is not ('-' or '.')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or '_');
}
