using System.Globalization;
using System.Text.Json;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A Debian host with a real systemd, as a container. It sees a site's directory as <c>/site</c>, and the published
/// program.</summary>
internal sealed class SystemdHost : IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly string s_script = SourceTree.At("tests/host-image/host.sh");

    private readonly string _id;

    private SystemdHost(string id) => _id = id;

    public string Id => _id;

    /// <summary>Port of its sshd on this machine.</summary>
    public int SshPort { get; } = Ports.Free();

    /// <summary>Starts one.</summary>
    /// <param name="site">What it sees.</param>
    /// <param name="options">Further options of podman.</param>
    public static async Task<SystemdHost> StartAsync(Site site, params IReadOnlyList<string> options)
    {
        var host = new SystemdHost($"pipelines-{Path.GetFileName(site.Path).ToLowerInvariant()}");
        (await Command.RunAsync(
            [s_script, "run", host._id, .. options, "--publish",
                string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{host.SshPort}:22"),
            "--volume", $"{site.Path}:/site",
            "--volume", $"{SourceTree.Binary}:/usr/local/bin/pipelines:ro",
            "--volume", $"{await UnitAsync(site)}:/etc/systemd/system/tiny.service:ro",
            "--volume", $"{SourceTree.Service("tiny@.service")}:/etc/systemd/system/tiny@.service:ro"])).Ends(0);
        return host;
    }

    /// <summary>Starts one that may mount, as units with few rights need.</summary>
    public static async Task<SystemdHost> StartWithMountsAsync(Site site)
    {
        var host = await StartAsync(site, "--cap-add", "SYS_ADMIN");
        // a machine's systemd does so when it starts, and a container's does not: without it no credential reaches a service
        (await host.RunAsync("mount", "--make-rshared", "/")).Ends(0);
        return host;
    }

    /// <summary>The unit of docs/guides/your-app.md, for the test service.</summary>
    private static async Task<string> UnitAsync(Site site)
    {
        await File.WriteAllTextAsync(site["tiny.service"], Assert.Single(Guide.Blocks("docs/guides/your-app.md", "ini"))
            .Replace("/srv/backend", "/site/live", StringComparison.Ordinal)
            .Replace("User=backend", "User=root", StringComparison.Ordinal)
            .Replace("node server.mjs", "perl serve.pl ${PIPELINES_PORT}", StringComparison.Ordinal));
        return site["tiny.service"];
    }

    /// <summary>Lets root in by ssh with a key of the test, which the site's commands get.</summary>
    /// <returns>The public key.</returns>
    public async Task<string> LetInAsync(Site site)
    {
        (await Command.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", site["key"])).Ends(0);
        var key = (await File.ReadAllTextAsync(site["key.pub"])).Trim();
        (await RunAsync("sh", "-c", "echo \"$1\" >/root/.ssh/authorized_keys", "sh", key)).Ends(0);
        var known = (await RunAsync("cat", "/etc/ssh/ssh_host_ed25519_key.pub")).Ends(0).Output.Trim();
        Directory.CreateDirectory(site["t"]);
        site.Variables =
        [
            ("PIPELINES_SSH_KEY", await File.ReadAllTextAsync(site["key"])),
            ("PIPELINES_KNOWN_HOSTS", string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{SshPort} {known}")),
            ("TMPDIR", site["t"]),
        ];
        File.Delete(site["key"]);
        File.SetUnixFileMode(site.Path, (UnixFileMode)0b111_101_101);
        return key;
    }

    /// <summary>Its address for a user.</summary>
    public string Address(string user) => string.Create(CultureInfo.InvariantCulture, $"ssh://{user}@127.0.0.1:{SshPort}");

    /// <summary>Runs a command there.</summary>
    public Task<Outcome> RunAsync(params IEnumerable<string> line) => Command.RunAsync([s_script, "exec", _id, .. line]);

    /// <summary>Goes down and up again.</summary>
    public async Task RebootAsync() => (await Command.RunAsync(s_script, "restart", _id)).Ends(0);

    /// <summary>Deploys a build of the site, there.</summary>
    /// <param name="version">Name of the build.</param>
    /// <param name="variables">Variables for the command, each <c>NAME=value</c>.</param>
    public Task<Outcome> DeployAsync(string version, params IEnumerable<string> variables) => RunAsync(
        ["env", .. variables, "pipelines", "deploy", "--environment", "production", "--config", "/site/.pipelines.yml", "--path",
            $"/site/builds/{version}"]);

    /// <summary>What answers there; null when nothing does.</summary>
    public async Task<Answer?> AskAsync(int port) =>
        await GetAsync(port, "/") is { Length: > 0 } answer ? JsonSerializer.Deserialize<Answer>(answer, s_json) : null;

    public async Task<string> GetAsync(int port, string path) =>
        (await RunAsync("curl", "--silent", $"http://127.0.0.1:{port}{path}")).Output;

    public async ValueTask DisposeAsync() => (await Command.RunAsync(s_script, "stop", _id)).Ends(0);
}
