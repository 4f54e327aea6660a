using Npgsql;
using Pipelines.Health;

namespace Pipelines.Adapters.Health;

/// <summary>Connects to a PostgreSQL database and asks <c>select 1</c>.</summary>
internal static class PostgresProbe
{
    public static async Task<ProbeResult> ProbeAsync(PostgresCheck check, CancellationToken cancellation)
    {
        var connection = PostgresConnection.Parse(check.Url);
        connection.Pooling = false;
        connection.Timeout = 0; // the check's own limit ends it
        try
        {
            return await SelectAsync(connection.ConnectionString, cancellation);
        }
        catch (PostgresException e)
        {
            return ProbeResult.Ill($"{e.SqlState}: {Excerpt.Of(e.MessageText)}");
        }
        catch (InvalidOperationException)
        {
            return ProbeResult.Ill("the answer is not PostgreSQL's"); // Npgsql takes messages of an unknown kind for a bug of its own
        }
        catch (Exception e) when (e is NpgsqlException || NetworkFailure.Is(e))
        {
            cancellation.ThrowIfCancellationRequested();
            return ProbeResult.Ill(NetworkFailure.Describe(e));
        }
    }

    private static async Task<ProbeResult> SelectAsync(string connectionString, CancellationToken cancellation)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
        builder.EnableTransportSecurity();
        await using var source = builder.Build();
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select 1", connection);
        return await command.ExecuteScalarAsync(cancellation) is 1
            ? ProbeResult.Well("answered select 1")
            : ProbeResult.Ill("did not answer 1 to select 1");
    }
}
