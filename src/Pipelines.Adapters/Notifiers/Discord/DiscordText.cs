using System.Globalization;
using System.Text;

namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>Makes foreign texts fit and harmless in a Discord message.</summary>
internal static class DiscordText
{
    private const string Markdown = @"\*_~`|[]<@";

    /// <summary>What means something at the start of a line only: lists, quotes, headings. Elsewhere a backslash would be noise where
    /// Markdown is not rendered, as in what a phone shows of a message.</summary>
    private const string MarkdownAtStart = ">#-";

    /// <summary>The text where Discord does not render Markdown: control characters as spaces, trimmed.</summary>
    public static string Plain(string text) => Write(text, (_, _) => false);

    /// <summary>The text as Discord shows it literally where it does: Markdown escaped as well.</summary>
    public static string Escape(string text) => Write(text, (c, isStart) =>
        Markdown.Contains(c, StringComparison.Ordinal) || (isStart && MarkdownAtStart.Contains(c, StringComparison.Ordinal)));

    private static string Write(string text, Func<char, bool, bool> isMarkdown)
    {
        var written = new StringBuilder(text.Length);
        var isStart = true;
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            if (rune.IsAscii && isMarkdown((char)rune.Value, isStart))
            {
                written.Append('\\');
            }

            isStart = rune.Value == '\n' || (isStart && Rune.IsWhiteSpace(rune));
            written.Append(Rune.IsControl(rune) && rune.Value != '\n' ? new Rune(' ') : rune);
        }

        return written.ToString();
    }

    /// <summary>
    /// At most <paramref name="limit"/> UTF-16 units (the unit in which Discord counts), with an ellipsis if truncated. Truncated between
    /// visible characters, or between code points if a single character is too long. Empty if the limit is not positive.
    /// </summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        if (limit <= 0)
        {
            return "";
        }

        var length = Fitting(text, limit - 1, StringInfo.GetNextTextElementLength);
        length = length > 0 ? length : Fitting(text, limit - 1, NextRuneLength);
        return text[..length].TrimEnd('\\') + "…";
    }

    /// <summary>Length of the longest prefix of whole units that fits.</summary>
    private static int Fitting(string text, int limit, Func<string, int, int> unitAt)
    {
        var length = 0;
        while (length < text.Length && length + unitAt(text, length) <= limit)
        {
            length += unitAt(text, length);
        }

        return length;
    }

    private static int NextRuneLength(string text, int at) => char.IsSurrogatePair(text, Math.Min(at, text.Length - 1)) ? 2 : 1;
}
