using System.Text.Json.Nodes;
using Pipelines.Reporting;

namespace Pipelines.Views;

/// <summary>A <see cref="Table{T}"/> with its rows. People see nothing of a table without rows, and <c>-</c> for an empty cell.</summary>
internal sealed record TableView<T>(string? Name, Table<T> Table, IReadOnlyList<T> Rows) : View
{
    private IReadOnlyList<Column<T>> Shown { get; } = [.. Table.Shown()];

    private bool IsHidden => Rows.Count == 0 || Shown.Count == 0;

    public override string Text
    {
        get
        {
            var columns = Shown.ToList();
            var text = TextOf(columns);
            foreach (var name in Table.Dispensable.TakeWhile(_ => !TextTable.Fits(text)))
            {
                columns.RemoveAll(column => column.Name == name);
                text = TextOf(columns);
            }

            return text;
        }
    }

    public override string Markdown => IsHidden ? "" : string.Concat(
        $"| {string.Join(" | ", Shown.Select(column => MarkdownText.Escape(column.Heading!)))} |\n",
        $"|{string.Concat(Shown.Select(_ => " --- |"))}\n",
        string.Concat(Rows.Select(row => $"| {string.Join(" | ", Shown.Select(column => MarkdownCell(column, row)))} |\n")),
        "\n");

    public override void AddTo(JsonObject result)
    {
        if (Name is not null)
        {
            result[Name] = new JsonArray([.. Rows.Select(Table.Json)]);
        }
    }

    private string TextOf(IReadOnlyList<Column<T>> columns) => IsHidden ? "" : TextTable.Of(
        [.. columns.Select(column => Capitals(column.Heading!))],
        Rows.Select(row => (IReadOnlyList<string>)[.. columns.Select(column => Cell(column, row))]));

    private static string Cell(Column<T> column, T row) =>
        $"{(column.Text(row) is { Length: > 0 } text ? text : "-")}{(column.Link(row) is { } link ? $" {link}" : "")}";

    private static string MarkdownCell(Column<T> column, T row) =>
        MarkdownText.Escape(column.Page(row) ?? column.Text(row) ?? "-")
            + (column.Link(row) is { } link ? $" {MarkdownText.Line([new Link("look", link.ToString())])}" : "");

    /// <summary>In capitals, but for the names of time zones.</summary>
    private static string Capitals(string heading) =>
        string.Join(' ', heading.Split(' ').Select(word => word.Contains('/', StringComparison.Ordinal) ? word : word.ToUpperInvariant()));
}
