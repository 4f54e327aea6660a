using System.Globalization;
using System.Text;

namespace Pipelines.Reporting;

/// <summary>
/// Makes foreign text safe for one line of a log: escapes control, format and separator characters, and truncates long text.
/// </summary>
public static class PrintableText
{
    private const int MaxRunes = 200;

    public static string Of(string text)
    {
        var result = new StringBuilder(Math.Min(text.Length, MaxRunes));
        foreach (var rune in text.EnumerateRunes().Take(MaxRunes))
        {
            if (IsPlain(rune))
            {
                result.Append(rune);
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return text.EnumerateRunes().Skip(MaxRunes).Any() ? result.Append("...").ToString() : result.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
