using Pipelines.Databases.Splitting;

namespace Pipelines.Databases.Migrations;

/// <summary>What the words of a statement say about how it has to be run.</summary>
public sealed record StatementKind
{
    private StatementKind(IReadOnlyList<(SqlTokenKind Kind, string Text)> tokens)
    {
        var words = tokens.Select(token => token.Kind == SqlTokenKind.Word ? token.Text.ToUpperInvariant() : token.Text).ToList();
        bool Starts(params string[] expected) => words.Take(expected.Length).SequenceEqual(expected);

        ConcurrentIndex = Concurrent(words, tokens, Starts("CREATE", "INDEX", "CONCURRENTLY") ? 3
            : Starts("CREATE", "UNIQUE", "INDEX", "CONCURRENTLY") ? 4 : 0);
        DroppedIndexes = Starts("DROP", "INDEX", "CONCURRENTLY") ? [.. words.Skip(3)] : null;
        EndsTransaction = Starts("BEGIN") || Starts("START", "TRANSACTION") || Starts("COMMIT") || Starts("END") || Starts("ABORT")
            || Starts("PREPARE", "TRANSACTION") || (Starts("ROLLBACK") && !words.Contains("TO"));
        BeginsTransaction = Starts("BEGIN") || Starts("START", "TRANSACTION");
        CommitsTransaction = Starts("COMMIT") || Starts("END");
        Truncates = Starts("TRUNCATE");
        EndsSession = Starts("DISCARD", "ALL");
        ForbidsTransaction = ConcurrentIndex is not null || DroppedIndexes is not null
            || Starts("CREATE", "DATABASE") || Starts("DROP", "DATABASE") || Starts("CREATE", "TABLESPACE") || Starts("DROP", "TABLESPACE")
            || Starts("ALTER", "SYSTEM") || Starts("VACUUM") || Starts("CREATE", "SUBSCRIPTION") || Starts("DROP", "SUBSCRIPTION")
            || (Starts("CREATE") && words.Contains("INDEX") && words.Take(4).Contains("CONCURRENTLY"))
            || (Starts("ALTER", "DATABASE") && words.Contains("TABLESPACE"))
            || (Starts("REINDEX") && words.Intersect(["CONCURRENTLY", "DATABASE", "SYSTEM", "SCHEMA"]).Any())
            || (Starts("CLUSTER") && words.Skip(1).All(word => word == "VERBOSE"))
            || (Starts("ALTER", "TABLE") && words.Contains("DETACH") && words.Contains("CONCURRENTLY"));
    }

    /// <summary>Whether PostgreSQL refuses it in a transaction.</summary>
    public bool ForbidsTransaction { get; }

    /// <summary>Whether it begins or ends a transaction.</summary>
    public bool EndsTransaction { get; }

    public bool BeginsTransaction { get; }

    public bool CommitsTransaction { get; }

    /// <summary>Whether it gives a table a new, empty file.</summary>
    public bool Truncates { get; }

    /// <summary>Whether it gives up what the session holds.</summary>
    public bool EndsSession { get; }

    /// <summary>The name and table of CREATE INDEX CONCURRENTLY, as written; null for any other statement.</summary>
    public ConcurrentIndex? ConcurrentIndex { get; }

    /// <summary>What follows DROP INDEX CONCURRENTLY; null for any other statement.</summary>
    public IReadOnlyList<string>? DroppedIndexes { get; }

    public static StatementKind Of(string statement) => new(SqlTokens.Of(statement));

    private static ConcurrentIndex? Concurrent(List<string> words, IReadOnlyList<(SqlTokenKind Kind, string Text)> tokens, int at)
    {
        if (at == 0)
        {
            return null;
        }

        var optional = words.Skip(at).Take(3).SequenceEqual(["IF", "NOT", "EXISTS"]);
        var on = words.IndexOf("ON", at);
        if (on < 0)
        {
            return null;
        }

        var name = string.Concat(tokens.Skip(at + (optional ? 3 : 0)).Take(on - at - (optional ? 3 : 0)).Select(token => token.Text));
        var table = on + (words.ElementAtOrDefault(on + 1) == "ONLY" ? 2 : 1);
        var end = table;
        while (words.ElementAtOrDefault(end + 1) == ".")
        {
            end += 2;
        }

        return new ConcurrentIndex(name.Length == 0 ? null : name,
            string.Concat(tokens.Skip(table).Take(end + 1 - table).Select(token => token.Text)));
    }
}
