using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.Reporting;

namespace Pipelines.Views;

/// <summary>The columns of a table, declared once for people and for programs.</summary>
/// <param name="name">The member of the JSON result that holds the rows; null if programs read them elsewhere.</param>
public sealed class Table<T>(string? name = null)
{
    private readonly List<Column<T>> _columns = [];

    /// <summary>Columns that text leaves out, in this order, as long as it would be wider than 80 characters; named as in a row's JSON
    /// object.</summary>
    public IReadOnlyList<string> Dispensable { get; init; } = [];

    /// <summary>A column of text.</summary>
    /// <param name="name">The member of a row's JSON object.</param>
    /// <param name="heading">The heading.</param>
    /// <param name="value">A row's text; null if it has none.</param>
    /// <param name="shown">What people see of it; null to show it whole.</param>
    /// <param name="link">Where a reader finds more; null for nowhere.</param>
    public Table<T> Text(string name, string heading, Func<T, string?> value, Func<string, string>? shown = null,
        Func<T, Uri?>? link = null) => With(new Column<T>(name, heading)
        {
            Text = row => value(row) is { } text ? shown?.Invoke(text) ?? text : null,
            Link = link ?? (_ => null),
            Json = row => JsonValue.Create(value(row)),
        });

    /// <summary>A column of commits, of which people see the first seven digits.</summary>
    public Table<T> Commit(string name, string heading, Func<T, string?> value) =>
        Text(name, heading, value, commit => ShortCommit.Of(commit)!);

    /// <summary>A column of yes and no.</summary>
    public Table<T> Flag(string name, string heading, Func<T, bool> value) => With(new Column<T>(name, heading)
    {
        Text = row => value(row) ? "yes" : "no",
        Page = row => value(row) ? "✅" : "❌",
        Json = row => JsonValue.Create(value(row)),
    });

    /// <summary>A column of whole numbers.</summary>
    public Table<T> Number(string name, string heading, Func<T, long?> value) => Number(name, heading, value,
        number => number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A column of sizes in bytes.</summary>
    public Table<T> Bytes(string name, string heading, Func<T, long?> value) => Number(name, heading, value, bytes => bytes.ForPeople());

    /// <summary>A column of instants, in UTC.</summary>
    public Table<T> Instant(string name, string heading, Func<T, DateTimeOffset?> value) =>
        Text(name, heading, row => value(row) is { } at ? Instants.Format(at) : null);

    /// <summary>A column of durations; programs read milliseconds.</summary>
    public Table<T> Duration(string name, string heading, Func<T, TimeSpan?> value) => With(new Column<T>(name, heading)
    {
        Text = row => value(row)?.ForPeople(),
        Json = row => JsonValue.Create((long?)value(row)?.TotalMilliseconds),
    });

    /// <summary>A column that only people see.</summary>
    public Table<T> Shown(string heading, Func<T, string?> value) => With(new Column<T>(null, heading) { Text = value });

    /// <summary>A value that only programs read.</summary>
    public Table<T> Given(string name, Func<T, JsonNode?> value) => With(new Column<T>(name, null) { Json = value });

    /// <summary>A text that only programs read.</summary>
    public Table<T> GivenText(string name, Func<T, string?> value) => Given(name, row => JsonValue.Create(value(row)));

    /// <summary>A list of texts that only programs read.</summary>
    public Table<T> GivenList(string name, Func<T, IEnumerable<string>> value) =>
        Given(name, row => new JsonArray([.. value(row).Select(text => JsonValue.Create(text))]));

    /// <summary>An instant that only programs read.</summary>
    public Table<T> GivenInstant(string name, Func<T, DateTimeOffset?> value) =>
        GivenText(name, row => value(row) is { } at ? Instants.Format(at) : null);

    /// <summary>The table with these rows.</summary>
    public View Of(IReadOnlyList<T> rows) => new TableView<T>(name, this, rows);

    /// <summary>A row for programs.</summary>
    public JsonObject Json(T row) =>
        new(_columns.Where(column => column.Name is not null).Select(column => KeyValuePair.Create(column.Name!, column.Json(row))));

    internal IEnumerable<Column<T>> Shown() => _columns.Where(column => column.Heading is not null);

    private Table<T> Number(string name, string heading, Func<T, long?> value, Func<long, string> shown) => With(
        new Column<T>(name, heading)
        {
            Text = row => value(row) is { } number ? shown(number) : null,
            Json = row => JsonValue.Create(value(row)),
        });

    private Table<T> With(Column<T> column)
    {
        _columns.Add(column);
        return this;
    }
}
