using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.Postgres;

/// <summary>Writes one object with one statement, which checks the condition atomically.</summary>
internal sealed class PostgresWrite(string key, byte[] content, PutCondition condition)
{
    private const string Insert = "insert into pipelines_objects (key, content) values ($1, $2)";
    private const string Update = "content = $2, version = nextval('pipelines_versions'), changed_at = now()";

    private string Statement => condition switch
    {
        PutCondition.IfAbsent => $"{Insert} on conflict do nothing returning version",
        PutCondition.IfVersion => $"update pipelines_objects set {Update} where key = $1 and version = $3 returning version",
        _ => $"{Insert} on conflict (key) do update set {Update} returning version",
    };

    /// <summary>The version as seen by callers.</summary>
    public static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes; null if the condition did not hold.</summary>
    public Task<string?> RunAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        condition is not PutCondition.IfVersion { Expected: var expected } ? RunAsync(connection, Statement, cancellation)
        : long.TryParse(expected, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? RunAsync(connection, Statement, cancellation, version)
        : Task.FromResult<string?>(null);

    /// <summary>
    /// If the condition does not hold, the reason may be an earlier attempt of this same write whose response was lost: returns its
    /// version. Null if it is not.
    /// </summary>
    public Task<string?> FindOursAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        RunAsync(connection, "select version from pipelines_objects where key = $1 and content = $2", cancellation);

    private async Task<string?> RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellation, long? version = null)
    {
#pragma warning disable CA2100 // the statements are constants above; key and content are parameters
        await using var command = new NpgsqlCommand(text, connection)
#pragma warning restore CA2100
        {
            Parameters = { new() { Value = key }, new() { Value = content, NpgsqlDbType = NpgsqlDbType.Bytea } },
        };
        if (version is { } expected)
        {
            command.Parameters.Add(new() { Value = expected });
        }

        return await command.ExecuteScalarAsync(cancellation) is long written ? Text(written) : null;
    }
}
