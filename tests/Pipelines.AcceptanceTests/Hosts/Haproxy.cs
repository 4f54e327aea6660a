using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A real HAProxy in front of a site's two slots, set up as the guide says.</summary>
internal sealed class Haproxy : IDisposable
{
    private readonly string _file;
    private readonly string _socket;
    private Command _process;

    private Haproxy(string file, string socket, int port) => (_file, _socket, Port, _process) = (file, socket, port, Run(file));

    public int Port { get; }

    /// <summary>The line of the configuration file that lets a deployment switch it.</summary>
    public static string Traffic(Site site) => $"traffic: {{ haproxy: {{ socket: \"{site["admin.sock"]}\", backend: backend }} }}";

    public static Task<Haproxy> StartAsync(Site site)
    {
        var port = Ports.Free();
        return StartAsync(site.Path, Guide.Blocks("docs/guides/traffic.md", "haproxy").Single()
            .Replace("/run/haproxy/admin.sock", site["admin.sock"], StringComparison.Ordinal)
            .Replace(":80\n", Text($"127.0.0.1:{port}\n"), StringComparison.Ordinal)
            .Replace(":3001", Text($":{site.Blue}"), StringComparison.Ordinal)
            .Replace(":3002", Text($":{site.Green}"), StringComparison.Ordinal), site["admin.sock"], port);
    }

    /// <summary>Starts one with what a page shows.</summary>
    /// <param name="directory">Where its configuration file goes.</param>
    /// <param name="configuration">All of it.</param>
    /// <param name="socket">Its stats socket.</param>
    /// <param name="port">The port where it listens, if a test needs one.</param>
    public static async Task<Haproxy> StartAsync(string directory, string configuration, string socket, int port = 0)
    {
        await File.WriteAllTextAsync($"{directory}/haproxy.cfg", configuration);
        var started = new Haproxy($"{directory}/haproxy.cfg", socket, port);
        await started.IsReadyAsync();
        return started;
    }

    /// <summary>It forgets all that it was told.</summary>
    public async Task RestartAsync()
    {
        _process.Dispose();
        File.Delete(_socket);
        _process = Run(_file);
        await IsReadyAsync();
    }

    public void Dispose() => _process.Dispose();

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static Command Run(string file) =>
        Command.Start([File.Exists("/usr/sbin/haproxy") ? "/usr/sbin/haproxy" : "haproxy", "-db", "-f", file]);

    private async Task IsReadyAsync()
    {
        await Eventually.TrueAsync(() => File.Exists(_socket) || _process.HasEnded, "HAProxy's socket");
        if (_process.HasEnded)
        {
            throw new InvalidOperationException((await _process.EndAsync()).All);
        }
    }
}
