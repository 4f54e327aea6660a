using Npgsql;

namespace Pipelines.Adapters.Stores.Postgres;

/// <summary>Connections to the database of a store.</summary>
internal static class PostgresSource
{
    private const string WaitsForTheDisk =
        "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

    /// <summary>
    /// Committed data is on disk, whatever the server's default: otherwise a lease token lost in a crash could be issued twice.
    /// </summary>
    public static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder connection)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            ApplicationName = connection.ApplicationName ?? "pipelines",
            CommandTimeout = 10,
            MaxPoolSize = 8,
            NoResetOnClose = true, // otherwise the setting is lost when a connection returns to the pool
            IncludeErrorDetail = false,
        }.ConnectionString);
        builder.EnableTransportSecurity();
        builder.UsePhysicalConnectionInitializer(
            physical =>
            {
                using var command = new NpgsqlCommand(WaitsForTheDisk, physical);
                command.ExecuteNonQuery();
            },
            async physical =>
            {
                await using var command = new NpgsqlCommand(WaitsForTheDisk, physical);
                await command.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }
}
