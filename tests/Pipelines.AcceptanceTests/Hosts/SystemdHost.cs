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

    public static async Task<SystemdHost> StartAsync(Site site)
    {
        var started = (await Command.RunAsync(
            s_script, "run", $"pipelines-{Path.GetFileName(site.Path).ToLowerInvariant()}",
            "--volume", $"{site.Path}:/site",
            "--volume", $"{SourceTree.Binary}:/usr/local/bin/pipelines:ro",
            "--volume", $"{SourceTree.Service("tiny.service")}:/etc/systemd/system/tiny.service:ro",
            "--volume", $"{SourceTree.Service("tiny@.service")}:/etc/systemd/system/tiny@.service:ro")).Ends(0);
        return new SystemdHost(started.Output.Trim());
    }

    /// <summary>Runs a command there.</summary>
    public Task<Outcome> RunAsync(params IEnumerable<string> line) => Command.RunAsync([s_script, "exec", _id, .. line]);

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
