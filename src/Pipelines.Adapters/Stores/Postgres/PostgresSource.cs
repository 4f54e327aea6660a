using Npgsql;

namespace Pipelines.Adapters.Stores.Postgres;

/// <summary>Connections to the database of a store.</summary>
internal static class PostgresSource
{
    private const string WaitsForTheDisk = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

    /// <summary>What is committed is on disk, whatever the server's default: a token of a lease that a crash forgets could be given twice.</summary>
    public static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder connection)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            ApplicationName = connection.ApplicationName ?? "pipelines",
            CommandTimeout = 10,
            MaxPoolSize = 8,
            NoResetOnClose = true, // else the setting is gone when a connection goes back to the pool
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
