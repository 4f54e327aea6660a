using Npgsql;
using Pipelines.Adapters.Http;
using Pipelines.Adapters.Postgres;
using Pipelines.Health.Checks;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Probes;

/// <summary>Connects to a PostgreSQL database and asks <c>select 1</c>.</summary>
internal static class PostgresProbe
{
    /// <summary>Npgsql takes no longer time.</summary>
    private const int MostSeconds = 1024;

    public static async Task<ProbeResult> ProbeAsync(PostgresCheck check, CancellationToken cancellation)
    {
        var connection = PostgresConnection.Parse(check.Url);
        connection.Pooling = false;
        connection.Timeout = Math.Min(1 + (int)check.Timeout.TotalSeconds, MostSeconds); // Npgsql can miss its token while it connects: it is left behind then, and ends by this
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
