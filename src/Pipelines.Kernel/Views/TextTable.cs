using System.Text;

namespace Pipelines.Views;

/// <summary>Rows in columns, for people and for <c>awk</c>.</summary>
internal static class TextTable
{
    private const int MostCharacters = 80;

    /// <summary>Whether a terminal of the usual width shows each line of a text as one.</summary>
    public static bool Fits(string text) => text.Split('\n').All(line => line.TrimEnd().Length <= MostCharacters);

    public static string Of(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(head).Select(row => row.Select(PlainLine.Of).ToList()).ToList();
        var widths = Enumerable.Range(0, head.Count).Select(column => all.Max(row => row[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var row in all)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return text.ToString();
    }
}
