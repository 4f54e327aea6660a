using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Pipelines.Reporting;

/// <summary>How a secret value looks where something has encoded it.</summary>
internal static class SecretForms
{
    /// <summary>Shorter pieces of base64 are found in ordinary text.</summary>
    private const int LeastEncoded = 8;

    /// <summary>The value itself, and its encoded forms.</summary>
    public static IEnumerable<string> Of(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var url = Uri.EscapeDataString(value);
        var json = JavaScriptEncoder.Default.Encode(value);
        return
        [
            value, url, Lower(url), url.Replace("%20", "+", StringComparison.Ordinal),
            WebUtility.UrlEncode(value), Lower(WebUtility.UrlEncode(value)), WebUtility.HtmlEncode(value),
            json, Lower(json), JavaScriptEncoder.Default.Encode(json), Lower(JavaScriptEncoder.Default.Encode(json)),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value), value.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal),
            .. Base64(bytes).SelectMany(text => new[] { text, text.Replace('+', '-').Replace('/', '_') })
                .Where(text => text.Length >= LeastEncoded),
        ];
    }

    /// <summary>Base64 of the value, alone and inside of something longer, where it begins at any of three places of a group.</summary>
    private static IEnumerable<string> Base64(byte[] value)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. value]);
            var from = before == 0 ? 0 : before + 1; // characters that the bytes before have a part in
            var whole = (before + value.Length) * 8 / 6; // characters that nothing behind has a part in
            yield return text[Math.Min(from, whole)..whole];
        }
    }

    /// <summary>Escapes in lower case: %2f, \u00fc.</summary>
    private static string Lower(string escaped)
    {
        var text = new StringBuilder(escaped);
        for (var i = 0; i < text.Length; i++)
        {
            var length = text[i] == '%' ? 2 : text[i] == '\\' && i + 1 < text.Length && text[i + 1] == 'u' ? 5 : 0;
            for (var at = i + 1; at <= i + length && at < text.Length; at++)
            {
                text[at] = char.ToLowerInvariant(text[at]);
            }

            i += length;
        }

        return text.ToString();
    }
}
