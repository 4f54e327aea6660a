using System.Globalization;
using Pipelines.Configuration.Schema;
using Pipelines.Databases.Migrations;

namespace Pipelines.Databases.Sources;

/// <summary>The keys of a check.</summary>
internal static class CheckKeys
{
    private static readonly Key<CheckType> Type = Key.Needed("type", "What is checked.", Shapes.Choice(
        ("query", CheckType.Query), ("geometry", CheckType.Query), ("performance", CheckType.Plan), ("row-count", CheckType.RowCount),
        ("table-exists", CheckType.Table), ("table-not-exists", CheckType.NoTable),
        ("column-exists", CheckType.Column), ("column-not-exists", CheckType.NoColumn),
        ("index-exists", CheckType.Index), ("index-not-exists", CheckType.NoIndex),
        ("extension-exists", CheckType.Extension), ("extension-not-exists", CheckType.NoExtension),
        ("constraint-exists", CheckType.Constraint), ("constraint-not-exists", CheckType.NoConstraint)));

    private static readonly Key<string> Name = Key.Optional("name", "What to call it.", Shapes.Text);
    private static readonly Key<string> Query = Key.Optional("query", "The query.", Shapes.Text);
    private static readonly Key<string> Expected = Key.Optional("expected", $"The answer, {Expectation.Forms}.", Shapes.Text);
    private static readonly Key<string> Table = Key.Optional("table",
        "The table, with its schema if it is not in the search path.", Shapes.Text);
    private static readonly Key<string> Column = Key.Optional("column", "The column.", Shapes.Text);
    private static readonly Key<string> Index = Key.Optional("index", "The index.", Shapes.Text);
    private static readonly Key<string> Extension = Key.Optional("extension", "The extension.", Shapes.Text);
    private static readonly Key<string> Constraint = Key.Optional("constraint", "The constraint.", Shapes.Text);
    private static readonly Key<double?> MostCost = Key.Optional("max-cost", "What the plan may cost at most.",
        Shapes.Scalar("a number", (string text, out double? value) =>
        {
            var sound = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0;
            value = number;
            return sound;
        }));

    private static readonly Key<TimeSpan?> MostTime = Key.Optional("max-time", "How long it may take.",
        Shapes.Duration.Select(value => (TimeSpan?)value));

    /// <summary>A check of a precondition: of the catalog, or a query.</summary>
    public static Shape<DatabaseCheck> PreCondition => Check;

    public static Shape<DatabaseCheck> Check { get; } = new RecordShape<DatabaseCheck>("a check",
        [Type, Name, Query, Expected, Table, Column, Index, Extension, Constraint, MostCost, MostTime], Build);

    private static bool Build(ConfigRecord record, ConfigReading reading, out DatabaseCheck value)
    {
        value = null!;
        var type = record.Get(Type);
        var needed = Needed(type);
        var sound = true;
        foreach (var key in needed.Where(key => !record.Has(key)))
        {
            sound = reading.Fail(record.PathOf(key), record.At, $"is missing. Expected {key.Expected}.");
        }

        Key[] others = [Query, Expected, Table, Column, Index, Extension, Constraint];
        foreach (var key in others.Where(key => record.Has(key) && !needed.Contains(key)))
        {
            sound = reading.Fail(record.PathOf(key), record.PositionOf(key), "is not for a check of this type.");
        }

        if (sound)
        {
            value = Make(type, record);
        }

        return sound;
    }

    private static Key[] Needed(CheckType type) => type switch
    {
        CheckType.Query or CheckType.Plan => [Query, Expected],
        CheckType.RowCount => [Table, Expected],
        CheckType.Table or CheckType.NoTable => [Table],
        CheckType.Column or CheckType.NoColumn => [Table, Column],
        CheckType.Index or CheckType.NoIndex => [Index],
        CheckType.Extension or CheckType.NoExtension => [Extension],
        _ => [Table, Constraint],
    };

    private static DatabaseCheck Make(CheckType type, ConfigRecord record)
    {
        string Value(Key<string> key) => record.Require(key).Trim();
        DatabaseCheck Of(string name, string query, string expected, params string[] parameters) =>
            new(record.Get(Name) ?? name, query, new Expectation(expected)
            {
                MostCost = record.Get(MostCost),
                MostTime = record.Get(MostTime),
                IsPlan = type == CheckType.Plan,
            }, record.At)
            { Parameters = parameters };

        DatabaseCheck Exists(string name, bool holds, string query, params string[] parameters) =>
            Of($"{name} {(holds ? "exists" : "does not exist")}", query, holds ? "t" : "f", parameters);

        const string Relation = "select exists (select from pg_catalog.pg_class where oid = to_regclass($1) and relkind in ";
        return type switch
        {
            CheckType.Query => Of(Reporting.Excerpt.Of(Value(Query)), Value(Query), Value(Expected)),
            CheckType.Plan => Of($"plan of {Reporting.Excerpt.Of(Value(Query))}", Explained(Value(Query)), Value(Expected)),
            CheckType.RowCount => Of($"rows of {Value(Table)}", $"select count(*) from {TableName.Quoted(Value(Table))}", Value(Expected)),
            CheckType.Table or CheckType.NoTable => Exists($"table {Value(Table)}", type == CheckType.Table,
                Relation + "('r', 'p', 'v', 'm', 'f'))", Value(Table)),
            CheckType.Index or CheckType.NoIndex => Exists($"index {Value(Index)}", type == CheckType.Index,
                Relation + "('i', 'I') and not exists (select from pg_catalog.pg_index where indexrelid = oid and not indisvalid))",
                Value(Index)),
            CheckType.Column or CheckType.NoColumn => Exists($"column {Value(Table)}.{Value(Column)}", type == CheckType.Column,
                "select exists (select from pg_catalog.pg_attribute where attrelid = to_regclass($1) and attname = $2 and attnum > 0 "
                    + "and not attisdropped)", Value(Table), Value(Column)),
            CheckType.Extension or CheckType.NoExtension => Exists($"extension {Value(Extension)}", type == CheckType.Extension,
                "select exists (select from pg_catalog.pg_extension where extname = $1)", Value(Extension)),
            _ => Exists($"constraint {Value(Constraint)} of {Value(Table)}", type == CheckType.Constraint,
                "select exists (select from pg_catalog.pg_constraint where conrelid = to_regclass($1) and conname = $2)",
                Value(Table), Value(Constraint)),
        };
    }

    private static string Explained(string query) =>
        query.StartsWith("explain", StringComparison.OrdinalIgnoreCase) ? query : $"explain {query}";
}
