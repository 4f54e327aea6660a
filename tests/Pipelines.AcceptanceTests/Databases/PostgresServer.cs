using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Databases;

/// <summary>A PostgreSQL server of its own: a new cluster in a temporary directory, with passwords over TCP.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Password = "p@ss:w/rd?";

    private readonly TempDirectory _directory = new();

    public int Port { get; } = Ports.Free();

    private string Data => _directory["data"];

    public string Url(string password) =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://app:{Uri.EscapeDataString(password)}@127.0.0.1:{Port}/postgres");

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await File.WriteAllTextAsync(server._directory["password"], Password);
        if (Environment.IsPrivilegedProcess)
        {
            (await Command.RunAsync("chown", "--recursive", "postgres", server._directory.Path)).Ends(0);
        }

        await server.RunAsync("initdb", "--pgdata", server.Data, "--username", "app", "--auth", "scram-sha-256", "--pwfile",
            server._directory["password"], "--no-sync");
        await server.ContinueAsync();
        return server;
    }

    /// <summary>Starts it, for the first time or again.</summary>
    public Task ContinueAsync() => RunAsync(
        "pg_ctl", "--pgdata", Data, "--wait", "--log", _directory["log"], "--options",
        string.Create(CultureInfo.InvariantCulture, $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"),
        "start");

    public Task StopAsync() => RunAsync("pg_ctl", "--pgdata", Data, "--wait", "--mode", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await StopAsync();
        }

        _directory.Dispose();
    }

    /// <summary>PostgreSQL refuses to run as root; its package brings a user for it.</summary>
    private async Task RunAsync(string program, params string[] arguments)
    {
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        var folder = Directory.GetDirectories("/usr/lib/postgresql").Max()!;
        using var command = Command.Start([.. user, Path.Combine(folder, "bin", program), .. arguments], directory: _directory.Path);
        (await command.EndAsync()).Ends(0);
    }
}
