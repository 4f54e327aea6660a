using System.Text;

namespace Pipelines.Reporting;

/// <summary>Foreign text inside Markdown.</summary>
public static class MarkdownText
{
    private const string Special = "\\`*_{}[]#|~";

    /// <summary>Escapes the text so that Markdown and HTML show it literally, on one line.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            escaped.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '@' => "@\u200b",
                _ when Special.Contains(c, StringComparison.Ordinal) => $"\\{c}",
                _ => $"{c}",
            });
        }

        return escaped.ToString();
    }

    /// <summary>Links in one line, or the empty string for none.</summary>
    public static string Line(IReadOnlyList<Link> links) => string.Join(" · ", links
        .Where(link => Uri.IsWellFormedUriString(link.Url, UriKind.Absolute))
        .Select(link => $"[{Escape(link.Label)}](<{link.Url}>)"));
}
