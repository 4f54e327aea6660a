using System.Data;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Pipelines.Stores;
using Polly;
using Polly.Retry;

namespace Pipelines.Adapters.Stores.Postgres;

/// <summary>
/// A store in a table of a PostgreSQL database: every write is one statement, so that exactly one of any number of writers with the same
/// condition wins. Intended for small objects: the event log, leases and the queue.
/// </summary>
public sealed class PostgresStore : IStore, IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly PostgresSchema _schema;
    private readonly ResiliencePipeline _retries;

    /// <param name="connection">The database; the tables are in the first schema of its search path.</param>
    /// <param name="clock">The clock, for pauses between retries.</param>
    public PostgresStore(NpgsqlConnectionStringBuilder connection, TimeProvider clock)
    {
        Location = string.Create(CultureInfo.InvariantCulture, $"postgres://{connection.Host}:{connection.Port}/{connection.Database}");
        _database = PostgresSource.Build(connection);
        _schema = new PostgresSchema(_database, Location);
        _retries = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 4,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(e => e.IsTransient).Handle<SocketException>()
                .Handle<TimeoutException>(),
        }).Build();
    }

    public string Location { get; }

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        return TranslatedAsync($"read {key}", async (connection, token) =>
        {
            await using var select =
                new NpgsqlCommand("select content, version from pipelines_objects where key = $1",
                    connection) { Parameters = { new() { Value = key } } };
            await using var row = await select.ExecuteReaderAsync(CommandBehavior.SingleRow, token);
            return await row.ReadAsync(token) ? Open(await row.GetFieldValueAsync<byte[]>(0, token), range, row.GetInt64(1)) : null;
        }, cancellation);
    }

    public async Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        var (write, tries) = (new PostgresWrite(key, bytes.ToArray(), condition), 0);
        return await TranslatedAsync($"write {key}", async (connection, token) =>
            await write.RunAsync(connection, token) ?? (tries++ > 0 ? await write.FindOursAsync(connection, token) : null), cancellation);
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        StoreKey.ValidatePrefix(prefix);
        foreach (var key in await TranslatedAsync($"list {prefix}", (connection, token) =>
            KeysAsync(connection, prefix, after, token), cancellation))
        {
            yield return key;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        return TranslatedAsync($"delete {key}", async (connection, token) =>
        {
            await using var delete =
                new NpgsqlCommand("delete from pipelines_objects where key = $1", connection) { Parameters = { new() { Value = key } } };
            return await delete.ExecuteNonQueryAsync(token);
        }, cancellation);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static StoredObject Open(byte[] content, ByteRange? range, long version)
    {
        var (offset, length) = range is null ? (0, content.Length) : (range.Offset, range.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset, nameof(range));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, content.Length - offset, nameof(range));
        return new StoredObject(new MemoryStream(content, (int)offset, (int)length, writable: false), length, PostgresWrite.Text(version));
    }

    /// <summary>
    /// The database orders by UTF-8 bytes, which differs from the ordinal order for a few characters: so keys are sorted and filtered here.
    /// </summary>
    private static async Task<IReadOnlyList<string>> KeysAsync(NpgsqlConnection connection, string prefix, string? after,
        CancellationToken cancellation)
    {
        await using var select =
            new NpgsqlCommand("select key from pipelines_objects where key >= $1 and key < $1 || chr(1114111) and key > $2", connection)
        {
            Parameters =
                { new() { Value = prefix, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = StoreKey.IsOrderedAnywhere(after) ? after : "", NpgsqlDbType = NpgsqlDbType.Text } },
        };
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        var keys = new List<string>();
        while (await rows.ReadAsync(cancellation))
        {
            keys.Add(rows.GetString(0));
        }

        keys.RemoveAll(key => string.CompareOrdinal(key, after) <= 0);
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    private async Task<T> TranslatedAsync<T>(string act, Func<NpgsqlConnection, CancellationToken, Task<T>> run,
        CancellationToken cancellation)
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await WithConnectionAsync(run, token), cancellation);
        }
        catch (Exception e) when (PostgresFault.Translates(e))
        {
            throw PostgresFault.From(e, Location, act);
        }
    }

    /// <summary>Npgsql can miss cancellation while connecting: it is then abandoned, and ended by its own timeout.</summary>
    private async Task<T> WithConnectionAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        await _schema.EnsureAsync(cancellation);
        await using var connection = await _database.OpenConnectionAsync(cancellation).AsTask().WaitAsync(cancellation);
        return await run(connection, cancellation);
    }
}
