using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A real nginx in front of a site's two slots, set up as the guide says.</summary>
internal sealed class Nginx : IDisposable
{
    private const string Page = "docs/guides/traffic.md";
    private readonly Command _process;

    private Nginx(Command process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    private static string Program => File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

    /// <summary>Traffic by the server lines that it includes.</summary>
    public static string Servers(Site site) =>
        $"traffic: {{ nginx: {{ servers: \"{site["backend.servers"]}\", reload: {Reload(site)} }} }}";

    /// <summary>Traffic by a link among directories, which nginx looks at with every request.</summary>
    public static string Directory(Site site) => $"traffic: {{ symlink: {{ path: \"{site["serving/live"]}\", to: \"{{slot}}\" }} }}";

    /// <summary>Traffic by a link to one of two files, which nginx reads only when it is told.</summary>
    public static string Link(Site site, bool isReloaded) =>
        $"traffic: {{ symlink: {{ path: \"{site["backend.servers"]}\", to: \"{{slot}}.servers\""
        + $"{(isReloaded ? $", reload: {Reload(site)}" : "")} }} }}";

    private static string Reload(Site site) => $"[{Program}, -p, \"{site.Path}\", -c, \"{site["nginx.conf"]}\", -s, reload]";

    /// <summary>Starts it with an upstream that has no server yet.</summary>
    /// <param name="site">Whose slots it serves.</param>
    /// <param name="looksAtALink">Whether its configuration is that of the guide's second way.</param>
    public static async Task<Nginx> StartAsync(Site site, bool looksAtALink = false)
    {
        var port = Ports.Free();
        foreach (var (slot, its) in new[] { ("blue", site.Blue), ("green", site.Green) })
        {
            await File.WriteAllTextAsync(site[$"{slot}.servers"], Text($"server 127.0.0.1:{its};\n"));
        }

        var asGuided = Guide.Blocks(Page, "sh")[looksAtALink ? 1 : 0];
        (await Command.RunAsync("sh", "-ec", Here(asGuided, site, port))).Ends(0);
        return await StartAsync(site.Path, Here(Guide.Blocks(Page, "nginx")[looksAtALink ? 1 : 0], site, port), port);
    }

    /// <summary>Starts one with what a page shows.</summary>
    /// <param name="directory">Where its own files go.</param>
    /// <param name="sites">The part of its configuration that the page shows.</param>
    /// <param name="port">The port where it listens, if a test needs one.</param>
    public static async Task<Nginx> StartAsync(string directory, string sites, int port = 0)
    {
        await File.WriteAllTextAsync($"{directory}/nginx.conf", $$"""
            daemon off;
            user root;
            worker_processes 1;
            pid nginx.pid;
            error_log nginx.log;
            events {}
            http {
              access_log off;
              client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
              {{sites}}
            }

            """);
        var process = Command.Start([Program, "-p", directory, "-c", $"{directory}/nginx.conf"]);
        await Eventually.TrueAsync(() => File.Exists($"{directory}/nginx.pid") || process.HasEnded, "nginx's pid");
        return process.HasEnded ? throw new InvalidOperationException((await process.EndAsync()).All) : new Nginx(process, port);
    }

    public void Dispose() => _process.Dispose();

    /// <summary>The guide's places and ports, as they are here.</summary>
    private static string Here(string block, Site site, int port) => block
        .Replace("/etc/nginx", site.Path, StringComparison.Ordinal)
        .Replace("/srv/backend", site.Path, StringComparison.Ordinal)
        .Replace("listen 80;", Text($"listen 127.0.0.1:{port};"), StringComparison.Ordinal)
        .Replace(":3001", Text($":{site.Blue}"), StringComparison.Ordinal)
        .Replace(":3002", Text($":{site.Green}"), StringComparison.Ordinal);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
