using System.Globalization;
using System.Text;

namespace Pipelines.Reporting;

/// <summary>The visible part of foreign text.</summary>
public static class VisibleText
{
    /// <summary>In a visible category, but invisible: the Hangul fillers and the Braille blank.</summary>
    private static readonly int[] Shapeless = [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0];

    /// <summary>
    /// How many characters a reader counts: grapheme clusters with a letter, a digit or punctuation. Blanks, symbols and invisible
    /// characters do not count.
    /// </summary>
    public static int Count(string text)
    {
        var count = 0;
        var clusters = StringInfo.GetTextElementEnumerator(text);
        while (clusters.MoveNext())
        {
            count += clusters.GetTextElement().EnumerateRunes().Any(IsWritten) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Whether it has no visible characters.</summary>
    public static bool IsBlank(string text) =>
        !text.EnumerateRunes().Any(rune => IsWritten(rune) || (Rune.IsSymbol(rune) && !Shapeless.Contains(rune.Value)));

    private static bool IsWritten(Rune rune) =>
        (Rune.IsLetter(rune) || Rune.IsNumber(rune) || Rune.IsPunctuation(rune)) && !Shapeless.Contains(rune.Value);
}
