using Pipelines.Databases.Migrations;
using Pipelines.Databases.Splitting;
using Pipelines.Errors;

namespace Pipelines.Databases.Sources;

/// <summary>Makes scripts of SQL texts, and refuses what a migration must not do.</summary>
internal static class ScriptReader
{
    private const string OwnTransaction = "A migration runs in a transaction by itself, with its entry in the journal.";

    /// <summary>The script; null if there is a problem.</summary>
    /// <param name="file">The file, for positions.</param>
    /// <param name="text">The SQL.</param>
    /// <param name="line">The line at which it begins.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static MigrationScript? Read(string file, string text, int line, List<Problem> problems)
    {
        try
        {
            var statements = WithoutOuterTransaction([.. SqlSplitter.Split(file, text, line).Select(sql => new MigrationStatement(sql))]);
            var before = problems.Count;
            problems.AddRange(statements.Select(Fault).OfType<Problem>());
            return problems.Count == before ? new MigrationScript(statements) : null;
        }
        catch (PipelineException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }

    /// <summary>Scripts for psql often stand between BEGIN and COMMIT, which is what happens to them anyway.</summary>
    private static List<MigrationStatement> WithoutOuterTransaction(List<MigrationStatement> statements)
    {
        if (statements is [{ Kind.BeginsTransaction: true }, _, ..] && statements[^1].Kind.CommitsTransaction)
        {
            statements.RemoveAt(statements.Count - 1);
            statements.RemoveAt(0);
        }

        return statements;
    }

    private static Problem? Fault(MigrationStatement statement) =>
        statement.Kind.EndsTransaction
            ? new Problem(null, $"{Word(statement)} is not allowed in a migration.", $"{OwnTransaction} Remove it.", statement.Sql.At)
            : statement.Kind.EndsSession
                ? new Problem(null, "DISCARD ALL is not allowed in a migration: it gives up the lock that keeps others out.", "Remove it.",
                    statement.Sql.At)
                : statement.Kind.ConcurrentIndex is { Name: null }
                    ? new Problem(null, "the index has no name, by which a run that was interrupted could find it.",
                        "Give it one: CREATE INDEX CONCURRENTLY name ON ...", statement.Sql.At)
                    : null;

    private static string Word(MigrationStatement statement) => SqlTokens.Of(statement.Sql.Text)[0].Text.ToUpperInvariant();
}
