using System.Globalization;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A real HAProxy in front of a site's two slots. Each request goes to the slot that a map names.</summary>
internal sealed class Haproxy : IDisposable
{
    private readonly Command _process;

    private Haproxy(Command process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>The line of the configuration file that lets a deployment switch it.</summary>
    public static string Traffic(Site site) =>
        $"traffic: {{ command: [perl, \"{SourceTree.Service("switch.pl")}\", \"{site["admin.sock"]}\", \"{site["live.map"]}\", "
            + $"\"{{slot}}\"] }}";

    public static async Task<Haproxy> StartAsync(Site site)
    {
        var port = Ports.Free();
        await File.WriteAllTextAsync(site["live.map"], "live none\n");
        await File.WriteAllTextAsync(site["haproxy.cfg"], string.Create(CultureInfo.InvariantCulture, $$"""
            global
              stats socket {{site["admin.sock"]}} mode 600 level admin
            defaults
              mode http
              timeout connect 2s
              timeout client 30s
              timeout server 30s
            frontend web
              bind 127.0.0.1:{{port}}
              use_backend %[str(live),map({{site["live.map"]}})]
            backend blue
              server blue 127.0.0.1:{{site.Blue}}
            backend green
              server green 127.0.0.1:{{site.Green}}

            """));
        var program = File.Exists("/usr/sbin/haproxy") ? "/usr/sbin/haproxy" : "haproxy";
        var process = Command.Start([program, "-db", "-f", site["haproxy.cfg"]]);
        var started = new Haproxy(process, port);
        await Eventually.TrueAsync(() => File.Exists(site["admin.sock"]) || process.HasEnded, "HAProxy's socket");
        return process.HasEnded ? throw new InvalidOperationException((await process.EndAsync()).All) : started;
    }

    public void Dispose() => _process.Dispose();
}
