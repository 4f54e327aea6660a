using System.Globalization;
using Pipelines.Databases.Migrations;
using Pipelines.Databases.Sessions;

namespace Pipelines.Databases.Rehearsal;

/// <summary>
/// Carries out migrations in one transaction that is rolled back, and measures each statement: its locks, whether it writes tables anew,
/// the rows it reads. Locks are held until the end, so each statement has a limit.
/// </summary>
public sealed class MigrationRehearsal(IDatabaseSession session, TimeSpan lockTimeout, TimeSpan statementTimeout, TimeProvider clock)
{
    /// <summary>Without their names: a table that was dropped has none.</summary>
    private const string LocksOfOurs =
        "select relation, mode from pg_locks where pid = pg_backend_pid() and granted and locktype = 'relation'";

    private const string Tables =
        "select c.oid, c.oid::regclass::text, coalesce(pg_relation_filenode(c.oid), 0) from pg_class c join pg_namespace n "
            + "on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'm') "
            + "and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')";

    private const string RowsRead = "select coalesce(sum(seq_tup_read), 0) from pg_stat_xact_user_tables";

    /// <summary>Rehearses migrations in their order; nothing of it stays.</summary>
    /// <param name="migrations">The migrations.</param>
    /// <param name="done">How many statements of one are committed already: those are left out.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DatabaseException">The connection broke.</exception>
    public async Task<IReadOnlyList<StatementMeasure>> RunAsync(
        IEnumerable<Migration> migrations, Func<Migration, int> done, CancellationToken cancellation)
    {
        var statements = migrations.SelectMany(one => one.Up.Statements.Skip(done(one)).Select(each => (one, each)));
        await session.ExecuteAsync("begin", cancellation);
        try
        {
            await session.ExecuteAsync($"set local lock_timeout = {Milliseconds(lockTimeout)}", cancellation);
            await session.ExecuteAsync($"set local statement_timeout = {Milliseconds(statementTimeout)}", cancellation);
            return await MeasureAsync(statements, await TablesAsync(cancellation), cancellation);
        }
        finally
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<StatementMeasure>> MeasureAsync(IEnumerable<(Migration, MigrationStatement)> statements,
        IReadOnlyDictionary<string, (string Name, string File)> before, CancellationToken cancellation)
    {
        var measures = new List<StatementMeasure>();
        var (stopped, isPartial) = ((string?)null, false);
        foreach (var (migration, statement) in statements)
        {
            if (stopped is not null)
            {
                measures.Add(new(migration, statement, RehearsalOutcome.NotRehearsed) { Reason = stopped });
            }
            else if (statement.Kind.ForbidsTransaction)
            {
                isPartial = true;
                measures.Add(new(migration, statement, RehearsalOutcome.NotRehearsed)
                {
                    Reason = "PostgreSQL runs it only outside of a transaction",
                });
            }
            else
            {
                var measure = await MeasureAsync(migration, statement, before, cancellation);
                stopped = measure.Outcome == RehearsalOutcome.Failed ? "a statement before it failed" : null;
                measures.Add(stopped is null || !isPartial ? measure : measure with
                {
                    Outcome = RehearsalOutcome.NotRehearsed,
                    Reason = $"it may need what was not rehearsed before it: {measure.Reason}",
                });
            }
        }

        return measures;
    }

    private async Task<StatementMeasure> MeasureAsync(Migration migration, MigrationStatement statement,
        IReadOnlyDictionary<string, (string Name, string File)> known, CancellationToken cancellation)
    {
        var (locks, files, rows) = (await LocksAsync(cancellation), await TablesAsync(cancellation), await RowsAsync(cancellation));
        var began = clock.GetTimestamp();
        try
        {
            await session.ExecuteAsync(statement.Sql.Text, statement.Sql.CopyData, cancellation);
        }
        catch (DatabaseException e) when (!e.IsCut)
        {
            return new(migration, statement, RehearsalOutcome.Failed) { Reason = $"{e.Message} ({e.State})" };
        }

        var took = clock.GetElapsedTime(began);
        var taken = (await LocksAsync(cancellation)).Where(one => !locks.Contains(one) && known.ContainsKey(one.Oid)).ToList();
        var changed = (await TablesAsync(cancellation)).Where(table =>
            known.ContainsKey(table.Key) && files.TryGetValue(table.Key, out var old) && old.File != table.Value.File).ToList();
        return new(migration, statement, RehearsalOutcome.Measured)
        {
            Locks = [.. taken.GroupBy(one => one.Oid)
                .Select(same => same.Select(one => new RelationLock(known[one.Oid].Name, one.Mode)).MaxBy(one => one.Strength)!)
                .OrderByDescending(one => one.Strength).ThenBy(one => one.Relation, StringComparer.Ordinal)],
            Rewritten = statement.Kind.Truncates ? [] : [.. changed.Select(table => table.Value.Name)],
            RowsScanned = await RowsAsync(cancellation) - rows,
            Took = took,
        };
    }

    private async Task<HashSet<(string Oid, string Mode)>> LocksAsync(CancellationToken cancellation) =>
        [.. (await session.QueryAsync(LocksOfOurs, [], cancellation)).Select(row => (row[0]!, row[1]!))];

    private async Task<IReadOnlyDictionary<string, (string Name, string File)>> TablesAsync(CancellationToken cancellation) =>
        (await session.QueryAsync(Tables, [], cancellation)).ToDictionary(row => row[0]!, row => (row[1]!, row[2]!));

    private async Task<long> RowsAsync(CancellationToken cancellation) =>
        long.Parse((await session.ValueAsync(RowsRead, [], cancellation))!, CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
