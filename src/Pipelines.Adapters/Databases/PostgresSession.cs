using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;
using Pipelines.Adapters.Http;
using Pipelines.Databases.Sessions;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Databases;

/// <summary>One connection to PostgreSQL.</summary>
internal sealed class PostgresSession(string name, NpgsqlDataSource source, NpgsqlConnection connection) : IDatabaseSession
{
    public string Name => name;

    /// <summary>
    /// A pooler answers with a process id of its own making. Behind one, the next statement may run in another session than the lock.
    /// </summary>
    /// <exception cref="PipelineException">There is one between us and the server.</exception>
    public async Task RefusePoolersAsync(CancellationToken cancellation)
    {
        var server = await this.ValueAsync("select pg_backend_pid()", [], cancellation);
        if (server != FormattableString.Invariant($"{connection.ProcessID}"))
        {
            await DisposeAsync();
            throw new PipelineException($"{name}: a connection pooler stands before the database, and locks do not hold through one.",
                "Use the address of the database itself for migrations.", ExitCode.BadInput);
        }
    }

    public Task ExecuteAsync(string sql, string? copyData, CancellationToken cancellation) => TranslatedAsync(async () =>
    {
        if (copyData is not null)
        {
            await using var import = await connection.BeginTextImportAsync(sql, cancellation);
            await import.WriteAsync(copyData.AsMemory(), cancellation);
            return true;
        }

        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellation);
        return true;
    });

    public Task<IReadOnlyList<IReadOnlyList<string?>>> QueryAsync(
        string sql, IReadOnlyList<string?> parameters, CancellationToken cancellation) => TranslatedAsync(async () =>
    {
        await using var command = Command(sql);
        command.AllResultTypesAreUnknown = true;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<IReadOnlyList<string?>>();
        while (await reader.ReadAsync(cancellation))
        {
            var row = new string?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await reader.IsDBNullAsync(i, cancellation) ? null : reader.GetString(i);
            }

            rows.Add(row);
        }

        return (IReadOnlyList<IReadOnlyList<string?>>)rows;
    });

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private NpgsqlCommand Command(string sql) =>
#pragma warning disable CA2100 // running the statements of a user is the purpose
        new(sql, connection);
#pragma warning restore CA2100

    private static async Task<T> TranslatedAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (PostgresException e)
        {
            throw new DatabaseException(Excerpt.Of(e.MessageText), e)
            {
                State = e.SqlState,
                Detail = e.Detail is { } detail ? Excerpt.Of(detail) : null,
                Advice = e.Hint is { } hint ? Excerpt.Of(hint) : null,
                Position = e.Position > 0 ? e.Position : null,
            };
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException
            or InvalidOperationException)
        {
            throw new DatabaseException($"the connection was lost: {NetworkFailure.Describe(e)}", e);
        }
    }
}
