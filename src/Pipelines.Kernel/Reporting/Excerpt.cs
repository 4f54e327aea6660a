using System.Text;

namespace Pipelines.Reporting;

/// <summary>The start of a foreign text, made safe for one line of a log.</summary>
public static class Excerpt
{
    private const int Longest = 200;

    /// <summary>At most 200 characters on one line: runs of whitespace and control characters become one space.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= Longest)
            {
                return line.Append('…').ToString();
            }

            Append(line, rune);
        }

        return line.ToString().TrimEnd();
    }

    private static void Append(StringBuilder line, Rune rune)
    {
        if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
        {
            line.Append(rune);
        }
        else if (line.Length > 0 && line[^1] != ' ')
        {
            line.Append(' ');
        }
    }
}
