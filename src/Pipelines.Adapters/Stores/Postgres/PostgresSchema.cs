using System.Globalization;
using Npgsql;
using Pipelines.Errors;

namespace Pipelines.Adapters.Stores.Postgres;

/// <summary>The tables of a store, created and upgraded by the first process that needs them.</summary>
internal sealed class PostgresSchema(NpgsqlDataSource database, string location)
{
    /// <summary>Each entry migrates from its index to the next version. Entries are only ever added.</summary>
    private static readonly string[][] Migrations =
    [
        [
            "create sequence pipelines_versions",
            """
            create table pipelines_objects (
                key text collate "C" primary key,
                content bytea not null,
                version bigint not null default nextval('pipelines_versions'),
                changed_at timestamptz not null default now()
            )
            """,
            "alter sequence pipelines_versions owned by pipelines_objects.version",
        ],
    ];

    /// <summary>Any number works, as long as every program that migrates these tables uses the same one.</summary>
    private const long Lock = 0x50_69_70_65_6c_69_6e_65;

    private volatile bool _ready;

    /// <summary>
    /// Returns when the tables are as this program needs them. Once per process; the permission to create tables is needed only once per
    /// store.
    /// </summary>
    /// <exception cref="PipelineException">A newer program created them.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (_ready)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation).AsTask().WaitAsync(cancellation);
        if (await VersionAsync(connection, cancellation) != Migrations.Length)
        {
            await MigrateAsync(connection, cancellation);
        }

        _ready = true;
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({Lock})"), cancellation);
        var version = await VersionAsync(connection, cancellation);
        if (version > Migrations.Length)
        {
            throw new PipelineException(
                $"{location}: its tables have version {version}, and this program supports versions up to {Migrations.Length}.",
                "Use the same version of pipelines as the other runs.");
        }

        string[] record =
        [
            "create table if not exists pipelines_schema (version int not null)",
            "delete from pipelines_schema",
            string.Create(CultureInfo.InvariantCulture, $"insert into pipelines_schema values ({Migrations.Length})"),
        ];
        foreach (var statement in Migrations.Skip(version).SelectMany(migration => migration).Concat(record))
        {
            await RunAsync(connection, statement, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// 0 if there are no tables. Read from the catalog, because to_regclass may have cached before the lock that there is none.
    /// </summary>
    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var look =
            new NpgsqlCommand(
                "select exists (select from pg_tables where tablename = 'pipelines_schema' and schemaname = any (current_schemas(false)))",
                connection);
        if (await look.ExecuteScalarAsync(cancellation) is not true)
        {
            return 0;
        }

        await using var select = new NpgsqlCommand("select max(version) from pipelines_schema", connection);
        return await select.ExecuteScalarAsync(cancellation) as int? ?? 0;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // the statements are constants above
        await using var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
