using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A real HAProxy in front of a site's two slots, set up as the guide says.</summary>
internal sealed class Haproxy : IDisposable
{
    private readonly Site _site;
    private Command _process;

    private Haproxy(Site site, int port) => (_site, Port, _process) = (site, port, Run(site));

    public int Port { get; }

    /// <summary>The line of the configuration file that lets a deployment switch it.</summary>
    public static string Traffic(Site site) => $"traffic: {{ haproxy: {{ socket: \"{site["admin.sock"]}\", backend: backend }} }}";

    public static async Task<Haproxy> StartAsync(Site site)
    {
        var port = Ports.Free();
        await File.WriteAllTextAsync(site["haproxy.cfg"], Guide.Blocks("docs/guides/traffic.md", "haproxy").Single()
            .Replace("/run/haproxy/admin.sock", site["admin.sock"], StringComparison.Ordinal)
            .Replace(":80\n", Text($"127.0.0.1:{port}\n"), StringComparison.Ordinal)
            .Replace(":3001", Text($":{site.Blue}"), StringComparison.Ordinal)
            .Replace(":3002", Text($":{site.Green}"), StringComparison.Ordinal));
        var started = new Haproxy(site, port);
        await started.IsReadyAsync();
        return started;
    }

    /// <summary>It forgets all that it was told.</summary>
    public async Task RestartAsync()
    {
        _process.Dispose();
        File.Delete(_site["admin.sock"]);
        _process = Run(_site);
        await IsReadyAsync();
    }

    public void Dispose() => _process.Dispose();

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static Command Run(Site site) =>
        Command.Start([File.Exists("/usr/sbin/haproxy") ? "/usr/sbin/haproxy" : "haproxy", "-db", "-f", site["haproxy.cfg"]]);

    private async Task IsReadyAsync()
    {
        await Eventually.TrueAsync(() => File.Exists(_site["admin.sock"]) || _process.HasEnded, "HAProxy's socket");
        if (_process.HasEnded)
        {
            throw new InvalidOperationException((await _process.EndAsync()).All);
        }
    }
}
