using Pipelines.AcceptanceTests.Databases;
using Npgsql;
using Pipelines.Adapters.Postgres;
using Pipelines.Reporting;

[assembly: AssemblyFixture(typeof(PostgresState))]

namespace Pipelines.AcceptanceTests.Databases;

/// <summary>The PostgreSQL server of a run: started when the first test wants a schema, stopped after the last.</summary>
public sealed class PostgresState : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);

    /// <summary>The address of a new, empty schema.</summary>
    internal async Task<string> SchemaAsync()
    {
        var server = (await _server.Value).Url(PostgresServer.Password);
        var name = $"s{Guid.NewGuid():n}";
        await RunAsync(server, $"create schema {name}");
        return $"{server}?search_path={name}";
    }

    /// <summary>Runs statements on a schema.</summary>
    internal static async Task RunAsync(string url, string statements)
    {
        await using var source = new NpgsqlSlimDataSourceBuilder(PostgresConnection.Parse(new Secret(url)).ConnectionString).Build();
        await using var command = source.CreateCommand(statements);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
