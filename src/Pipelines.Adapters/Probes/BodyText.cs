using System.Text;

namespace Pipelines.Adapters.Probes;

/// <summary>Decodes the bytes of a body. It never fails: invalid bytes become U+FFFD.</summary>
internal static class BodyText
{
    private static readonly Encoding[] WithMark =
        [new UTF32Encoding(bigEndian: false, byteOrderMark: true), new UTF32Encoding(bigEndian: true, byteOrderMark: true), Encoding.UTF8,
            Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>According to its byte order mark, otherwise the charset, otherwise UTF-8.</summary>
    /// <param name="bytes">The body, or its start.</param>
    /// <param name="contentType">The header; null if there is none.</param>
    public static string Of(byte[] bytes, string? contentType)
    {
        var marked = Array.Find(WithMark, encoding => bytes.AsSpan().StartsWith(encoding.Preamble));
        return marked is null ? Named(Charset(contentType)).GetString(bytes) : marked.GetString(bytes.AsSpan(marked.Preamble.Length));
    }

    private static string Charset(string? contentType) => contentType?.Split(';').Select(part => part.Split('=', 2))
        .Where(part => part.Length == 2 && part[0].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase))
            .Select(part => part[1].Trim().Trim('"', '\'')).FirstOrDefault() ?? "";

    /// <summary>In an unknown charset, plain letters are most likely encoded as in UTF-8.</summary>
    private static Encoding Named(string charset) => charset.ToUpperInvariant() switch
    {
        "ISO-8859-1" or "LATIN1" or "WINDOWS-1252" => Encoding.Latin1,
        "UTF-16" or "UTF-16LE" => Encoding.Unicode,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        "UTF-32" or "UTF-32LE" => WithMark[0],
        "UTF-32BE" => WithMark[1],
        _ => Encoding.UTF8,
    };
}
