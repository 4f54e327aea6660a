using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>A real S3 server: Ceph's gateway over a cluster of one disk in memory. It starts in about two seconds.</summary>
internal sealed class CephServer : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<Command> _processes = [];

    public int Port { get; } = Ports.Free();

    public Uri Url => new($"http://127.0.0.1:{Port}");

    private string Conf => _directory["ceph.conf"];

    public static async Task<CephServer> StartAsync()
    {
        var server = new CephServer();
        try
        {
            await server.StartAllAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Makes a user.</summary>
    /// <param name="name">Name and access key.</param>
    /// <param name="more">More options of <c>radosgw-admin user create</c>.</param>
    /// <returns>Its secret key.</returns>
    public async Task<string> AddUserAsync(string name, params string[] more)
    {
        var made =
            await RunAsync("radosgw-admin", ["user", "create", $"--uid={name}", $"--display-name={name}", $"--access-key={name}", .. more]);
        return JsonNode.Parse(made.Output)!["keys"]![0]!["secret_key"]!.GetValue<string>();
    }

    /// <summary>Runs Ceph's tool for users, quotas and roles.</summary>
    public Task<Outcome> AdminAsync(params string[] arguments) => RunAsync("radosgw-admin", arguments);

    public void Dispose()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Dispose();
        }

        _directory.Dispose();
    }

    private async Task StartAllAsync()
    {
        var disk = Guid.NewGuid().ToString();
        var monitor = Ports.Free();
        foreach (var name in (string[])["mon", "osd", "rgw"])
        {
            Directory.CreateDirectory(_directory[name]);
        }

        await File.WriteAllTextAsync(Conf, Configuration(monitor));
        await RunAsync("monmaptool", "--create", "--clobber", "--fsid", "5c1f6f0a-1c3b-4a55-9a7e-0e5c3c6d1a10", "--addv", "a",
            $"[v2:127.0.0.1:{monitor}]", _directory["monmap"]);
        await RunAsync("ceph-mon", "--mkfs", "-i", "a", "--monmap", _directory["monmap"], "--keyring", "/dev/null");
        Launch("ceph-mon", "-i", "a", "-f");
        await RunAsync("/usr/bin/python3", SourceTree.Service("ceph-osd.py"), Conf, disk);
        await RunAsync("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk);
        Launch("ceph-osd", "-i", "0", "-f", "--osd-uuid", disk);
        var gateway = Launch("radosgw", "-n", "client.rgw", "-f");
        await Eventually.TrueAsync(() => gateway.HasEnded || Web.Answers(Port), "the S3 server to answer");
    }

    private string Configuration(int monitor)
    {
        const int ports = 90;
        var first = Ports.Span(ports);
        return File.ReadAllText(SourceTree.Service("ceph.conf"))
            .Replace("DIRECTORY", _directory.Path, StringComparison.Ordinal)
            .Replace("MONITOR", monitor.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("FIRST", first.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("LAST", (first + ports - 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("127.0.0.1:PORT", $"127.0.0.1:{Port}", StringComparison.Ordinal);
    }

    private Command Launch(string program, params string[] arguments)
    {
        var started = Command.Start([program, "--conf", Conf, .. arguments], directory: _directory.Path);
        _processes.Add(started);
        return started;
    }

    private async Task<Outcome> RunAsync(string program, params string[] arguments)
    {
        string[] conf = program is "/usr/bin/python3" or "monmaptool" ? [] : ["--conf", Conf];
        using var command = Command.Start([program, .. conf, .. arguments], directory: _directory.Path);
        return (await command.EndAsync()).Ends(0);
    }
}
