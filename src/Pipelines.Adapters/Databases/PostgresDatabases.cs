using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using Pipelines.Adapters.Http;
using Pipelines.Adapters.Postgres;
using Pipelines.Databases.Sessions;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Databases;

/// <summary>Connects to PostgreSQL.</summary>
public sealed class PostgresDatabases : IDatabases
{
    public async Task<IDatabaseSession> OpenAsync(Secret url, CancellationToken cancellation)
    {
        var address = PostgresConnection.Parse(url);
        var name = string.Create(CultureInfo.InvariantCulture, $"postgres://{address.Host}:{address.Port}/{address.Database}");
        var builder = new NpgsqlSlimDataSourceBuilder(new NpgsqlConnectionStringBuilder(address.ConnectionString)
        {
            ApplicationName = address.ApplicationName ?? "pipelines",
            Pooling = false,
            CommandTimeout = 0, // the server's own limits hold
            KeepAlive = 30,
            IncludeErrorDetail = true,
            Multiplexing = false,
        }.ConnectionString);
        builder.EnableTransportSecurity();
        var source = builder.Build();
        try
        {
            var connection = await source.OpenConnectionAsync(cancellation).AsTask().WaitAsync(cancellation);
            var session = new PostgresSession(name, source, connection);
            await session.RefusePoolersAsync(cancellation);
            return session;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or IOException or TimeoutException or InvalidOperationException)
        {
            await source.DisposeAsync();
            var (what, hint) = Reason(e);
            throw new PipelineException($"{name}: cannot connect: {what}.", hint, inner: e);
        }
    }

    private static (string What, string Hint) Reason(Exception e) => e switch
    {
        PostgresException { SqlState: "28P01" or "28000" } =>
            ("access was denied to the user", "Check the user and password, and the server's pg_hba.conf."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            ("there is no such database", "Create it, or correct its name."),
        PostgresException refused => ($"{refused.SqlState}: {Excerpt.Of(refused.MessageText)}", "See the server's log."),
        InvalidOperationException => ("the response is not from PostgreSQL", "Check the host and port."),
        _ => (NetworkFailure.Describe(e), "Check the host, the port and the server."),
    };
}
