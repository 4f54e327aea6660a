namespace Pipelines.Cli.Generation;

/// <summary>Markdown fragments.</summary>
internal static class Markdown
{
    /// <summary>Text of a table cell.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    /// <summary>A table; empty if there are no rows.</summary>
    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(Row).ToList();
        return lines.Count == 0 ? "" : string.Join('\n', [Row(head), Row([.. head.Select(_ => "---")]), .. lines]) + "\n";
    }

    /// <summary>A section with its heading and an empty line after it; empty if there is nothing in it.</summary>
    public static string Section(string title, string body) => body.Length == 0 ? "" : $"## {title}\n\n{body.TrimEnd()}\n\n";

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |";
}
