using System.Globalization;
using Pipelines.Databases.Migrations;
using Pipelines.Databases.Sessions;

namespace Pipelines.Databases.Journal;

/// <summary>The table in which a database keeps what was done to it. Rows are only ever added, and completed.</summary>
public sealed class MigrationJournal
{
    /// <summary>Its name; it stands in the first schema of the search path.</summary>
    public const string Name = "pipelines_migrations";

    private readonly IDatabaseSession _session;
    private readonly string _table;

    private MigrationJournal(IDatabaseSession session, string schema) =>
        (_session, _table) = (session, $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\".{Name}");

    /// <summary>Who runs migrations; null if unknown.</summary>
    public string? Actor { get; init; }

    /// <summary>The release that they came with; null for none.</summary>
    public string? Release { get; init; }

    /// <summary>The journal of the database, whether or not its table exists yet.</summary>
    /// <exception cref="Errors.PipelineException">The search path has no schema.</exception>
    public static async Task<MigrationJournal> OfAsync(IDatabaseSession session, string? actor, string? release,
        CancellationToken cancellation)
    {
        var schema = await session.ValueAsync("select current_schema()", [], cancellation)
            ?? throw new Errors.PipelineException($"{session.Name}: the search path has no schema for the journal of migrations.",
                "Create the schema, or set another one with search_path in the address.");
        return new MigrationJournal(session, schema) { Actor = actor, Release = release };
    }

    /// <summary>Creates the table if there is none.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (!await ExistsAsync(cancellation))
        {
            await _session.ExecuteAsync(
                $"""
                create table {_table} (
                    id bigint generated always as identity primary key,
                    version text not null,
                    name text not null,
                    direction text not null check (direction in ('up', 'down', 'baseline', 'repair')),
                    status text not null check (status in ('running', 'done', 'undone')),
                    checksum text not null,
                    done int not null default 0,
                    doing int,
                    done_checksum text not null default '',
                    started_at timestamptz not null default clock_timestamp(),
                    duration_ms bigint,
                    actor text,
                    release text
                )
                """, cancellation);
        }
    }

    /// <summary>All entries, from the first on; empty if there is no journal yet.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellation) => await ExistsAsync(cancellation)
        ? [.. (await _session.QueryAsync(
            "select id, version, name, direction, status, checksum, done, doing, done_checksum, "
                + "to_char(started_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), duration_ms, actor, release "
                + $"from {_table} order by id", [], cancellation)).Select(Entry)]
        : [];

    /// <summary>Begins an entry, or writes one that is complete.</summary>
    /// <returns>Its number.</returns>
    public async Task<long> AddAsync(Migration migration, JournalDirection direction, JournalStatus status, int done, TimeSpan? took,
        CancellationToken cancellation)
    {
        var id = await _session.ValueAsync(
            $"insert into {_table} (version, name, direction, status, checksum, done, duration_ms, actor, release) "
                + "values ($1, $2, $3, $4, $5, $6::int, $7::bigint, $8, $9) returning id",
            [migration.Key, migration.Name, Text(direction), Text(status), migration.Checksum, Text(done),
                took is { } time ? Text((long)time.TotalMilliseconds) : null, Actor, Release],
            cancellation);
        return long.Parse(id!, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes down how far an entry is.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="done">How many statements are committed.</param>
    /// <param name="doneChecksum">Their checksum.</param>
    /// <param name="doing">The statement that is about to run outside of a transaction; null for none.</param>
    /// <param name="cancellation">Cancels it.</param>
    public Task ProgressAsync(long id, int done, string doneChecksum, int? doing, CancellationToken cancellation) =>
        _session.QueryAsync($"update {_table} set done = $2::int, done_checksum = $3, doing = $4::int where id = $1::bigint",
            [Text(id), Text(done), doneChecksum, doing is { } index ? Text(index) : null], cancellation);

    /// <summary>Ends an entry.</summary>
    public Task EndAsync(long id, JournalStatus status, string checksum, TimeSpan took, CancellationToken cancellation) =>
        _session.QueryAsync($"update {_table} set status = $2, checksum = $3, doing = null, duration_ms = $4::bigint where id = $1::bigint",
            [Text(id), Text(status), checksum, Text((long)took.TotalMilliseconds)], cancellation);

    private async Task<bool> ExistsAsync(CancellationToken cancellation) =>
        await _session.ValueAsync("select to_regclass($1) is not null", [_table], cancellation) == "t";

    private static JournalEntry Entry(IReadOnlyList<string?> row) => new(
        long.Parse(row[0]!, CultureInfo.InvariantCulture), row[1]!, row[2]!, Enum.Parse<JournalDirection>(row[3]!, ignoreCase: true),
        Enum.Parse<JournalStatus>(row[4]!, ignoreCase: true), row[5]!)
    {
        Done = int.Parse(row[6]!, CultureInfo.InvariantCulture),
        Doing = row[7] is { } doing ? int.Parse(doing, CultureInfo.InvariantCulture) : null,
        DoneChecksum = row[8]!,
        StartedAt = row[9]!,
        Took = row[10] is { } took ? TimeSpan.FromMilliseconds(long.Parse(took, CultureInfo.InvariantCulture)) : null,
        Actor = row[11],
        Release = row[12],
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Text(JournalDirection direction) => $"{direction}".ToLowerInvariant();

    private static string Text(JournalStatus status) => $"{status}".ToLowerInvariant();
}
