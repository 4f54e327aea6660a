using System.Text;

namespace Pipelines.Configuration.Schema;

/// <summary>
/// Splits a command in the configuration file into arguments. Quotes group; nothing is expanded, and no shell is involved.
/// </summary>
public static class CommandLineText
{
    public const string Expected = "a command such as npm ci --omit=dev, or a list of its arguments";

    /// <summary>The arguments, or false if a quote is not closed or the command is empty.</summary>
    public static bool TrySplit(string text, out IReadOnlyList<string> arguments)
    {
        var found = new List<string>();
        var current = new StringBuilder();
        var quote = '\0';
        var open = false;
        foreach (var c in text)
        {
            if (quote != '\0' ? c == quote : c is '\'' or '"')
            {
                quote = quote == '\0' ? c : '\0';
                open = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Flush();
            }
            else
            {
                current.Append(c);
                open = true;
            }
        }

        Flush();
        arguments = found;
        return quote == '\0' && found.Count > 0;

        void Flush()
        {
            if (open)
            {
                found.Add(current.ToString());
                current.Clear();
                open = false;
            }
        }
    }
}
