using Npgsql;
using Pipelines.Adapters.Http;
using Pipelines.Adapters.Postgres;
using Pipelines.Health.Checks;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Probes;

/// <summary>Connects to a PostgreSQL database and runs <c>select 1</c>.</summary>
internal sealed class PostgresProbe : CheckProbe<PostgresCheck>
{
    /// <summary>The longest timeout that Npgsql supports.</summary>
    private const int MostSeconds = 1024;

    protected override async Task<ProbeResult> ProbeAsync(PostgresCheck check, CancellationToken cancellation)
    {
        var connection = PostgresConnection.Parse(check.Url);
        connection.Pooling = false;
        // Npgsql can miss cancellation while connecting: it is then abandoned, and ended by this
        connection.Timeout = Math.Min(1 + (int)check.Timeout.TotalSeconds, MostSeconds);
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
            return ProbeResult.Ill("the response is not from PostgreSQL"); // Npgsql treats messages of an unknown kind as a bug of its own
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
            ? ProbeResult.Well("select 1 succeeded")
            : ProbeResult.Ill("select 1 did not return 1");
    }
}
