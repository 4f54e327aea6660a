using System.Text;

namespace Pipelines.Reporting;

/// <summary>Rows in columns, for people and for <c>awk</c>. Control characters in cells become spaces.</summary>
public static class TextTable
{
    public static string Of(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(head).Select(row => row.Select(Clean).ToList()).ToList();
        var widths = Enumerable.Range(0, head.Count).Select(column => all.Max(row => row[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var row in all)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return text.ToString();
    }

    private static string Clean(string cell) => new([.. cell.Select(c => char.IsControl(c) ? ' ' : c)]);
}
