using Pipelines.Databases.Migrations;
using Pipelines.Databases.Sessions;

namespace Pipelines.Databases.Running;

/// <summary>
/// Runs a statement that PostgreSQL allows only outside of a transaction. What was done is read from the catalog, never believed from
/// IF NOT EXISTS: an index that could not be finished exists as well.
/// </summary>
internal sealed class OutsideStatement(IDatabaseSession session, MigrationStatement statement)
{
    private const string OfIndex =
        "select indisvalid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_catalog.pg_index i "
            + "join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace ";

    /// <param name="again">Whether an earlier run was interrupted at this statement.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task RunAsync(bool again, CancellationToken cancellation)
    {
        var index = statement.Kind.ConcurrentIndex;
        if (index?.Name is { } name)
        {
            if (await FindAsync(index, name, cancellation) is [var valid, var qualified])
            {
                if (valid == "t" && again)
                {
                    return;
                }

                if (valid != "t")
                {
                    await session.ExecuteAsync($"drop index concurrently if exists {qualified}", cancellation);
                }
            }
        }
        else if (again && await IsDoneAsync(cancellation))
        {
            return;
        }

        await RunOnceAsync(index, cancellation);
    }

    private async Task RunOnceAsync(ConcurrentIndex? index, CancellationToken cancellation)
    {
        try
        {
            await session.ExecuteAsync(statement.Sql.Text, cancellation);
        }
        catch (DatabaseException e) when (index is not null && !e.IsCut && e.State != "42P07")
        {
            await DropRemnantsAsync(index, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Drops what an unfinished CREATE INDEX CONCURRENTLY leaves on its table.</summary>
    private async Task DropRemnantsAsync(ConcurrentIndex index, CancellationToken cancellation)
    {
        var left = await session.QueryAsync(OfIndex + "where not indisvalid and indrelid = to_regclass($1)", [index.Table], cancellation);
        foreach (var remnant in left)
        {
            await session.ExecuteAsync($"drop index concurrently if exists {remnant[1]}", cancellation);
        }
    }

    private async Task<IReadOnlyList<string?>?> FindAsync(ConcurrentIndex index, string name, CancellationToken cancellation) =>
        await session.QueryAsync(
            OfIndex + "where indrelid = to_regclass($1) and c.relname = (parse_ident($2))[array_upper(parse_ident($2), 1)]",
            [index.Table, name], cancellation) is [var found, ..] ? found : null;

    /// <summary>Whether what it makes or drops is made or dropped already.</summary>
    private async Task<bool> IsDoneAsync(CancellationToken cancellation)
    {
        if (statement.Kind.DroppedIndexes is [var name])
        {
            return await session.ValueAsync("select to_regclass($1) is null", [name], cancellation) == "t";
        }

        return false;
    }
}
