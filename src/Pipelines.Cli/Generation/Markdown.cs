namespace Pipelines.Cli.Generation;

/// <summary>Pieces of Markdown.</summary>
internal static class Markdown
{
    /// <summary>Text of a table's cell.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    /// <summary>A table; nothing when there are no rows.</summary>
    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(Row).ToList();
        return lines.Count == 0 ? "" : string.Join('\n', [Row(head), Row([.. head.Select(_ => "---")]), .. lines]) + "\n";
    }

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |";
}
