using System.Text.Json.Nodes;
using Pipelines.Adapters.Stores.Files;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>
/// A place on this machine where an app is deployed to: configuration, builds, store and the host's directory. When the test is
/// over it is gone, and so is every process that runs in it.
/// </summary>
internal sealed class Site : IDisposable
{
    private readonly TempDirectory _directory = new();

    /// <summary>Makes the place.</summary>
    /// <param name="config">The configuration file; see <see cref="Configs"/>.</param>
    public Site(Func<Site, string> config) => Configure(config);

    public string Path => _directory.Path;

    public string Live => this["live"];

    /// <summary>Port of the service, with strategy restart.</summary>
    public int Port { get; } = Ports.Free();

    public int Blue { get; } = Ports.Free();

    public int Green { get; } = Ports.Free();

    /// <summary>Variables that each command gets.</summary>
    public (string Name, string Value)[] Variables { get; set; } = [];

    public string this[string name] => _directory[name];

    /// <summary>What the host remembers.</summary>
    public JsonNode State => JsonNode.Parse(File.ReadAllText(this["live/.pipelines/state.json"]))!;

    public IReadOnlyList<int> Services => LiveProcesses.In(this["live/releases"]);

    public void Configure(Func<Site, string> config) => File.WriteAllText(this[".pipelines.yml"], config(this));

    /// <summary>Makes a build of the test service.</summary>
    /// <param name="version">What it answers.</param>
    /// <param name="mode"><c>good</c>, <c>broken</c> (its health check says 500), <c>tires</c> (it does after a few requests) or
    /// <c>dies</c>.</param>
    /// <param name="failingHooks">Hook points at which its hook fails.</param>
    /// <returns>Its directory.</returns>
    public string Build(string version, string mode = "good", params IEnumerable<string> failingHooks)
    {
        var build = Directory.CreateDirectory(this[$"builds/{version}"]).FullName;
        File.WriteAllText($"{build}/version", $"{version}\n");
        File.WriteAllText($"{build}/mode", $"{mode}\n");
        File.WriteAllText($"{build}/hook-fails", $"{string.Join(' ', failingHooks)}\n");
        File.Copy(SourceTree.Service("serve.pl"), $"{build}/serve.pl", overwrite: true);
        File.Copy(SourceTree.Service("hook.pl"), $"{build}/hook.pl", overwrite: true);
        return build;
    }

    /// <summary>Runs a command for the environment production.</summary>
    public Task<Outcome> RunAsync(params IEnumerable<string> words) => CommandLine.RunAsync(Line(words), Path, Variables);

    public Command Start(params IEnumerable<string> words) => CommandLine.Start(Line(words), Path, Variables);

    /// <summary>Runs a command that reads a text.</summary>
    public Task<Outcome> TypeAsync(string text, params IEnumerable<string> words) => Command.ToEndAsync(
        ["sh", "-c", "text=$1; shift; printf %s \"$text\" | \"$@\"", "sh", text, SourceTree.Binary, .. Line(words)],
        CommandLine.Environment(Variables), Path);

    public Task<Outcome> DeployAsync(string build, params IEnumerable<string> more) => RunAsync(["deploy", "--path", build, .. more]);

    /// <summary>Waits for the copy of the live release that a deployment has made after its end.</summary>
    public Task SpareIsThereAsync() => Eventually.TrueAsync(() => Directory.Exists(this["live/.pipelines/spare"]), "a spare release");

    /// <summary>What answers at the port of the service; null when nothing does.</summary>
    public Task<Answer?> ServedAsync() => Web.AskAsync(Port);

    /// <summary>The whole history, the newest deployment first.</summary>
    public async Task<JsonArray> HistoryAsync() =>
        (await RunAsync("history", "--limit", "1000", "--output", "json")).Ends(0).Json["deployments"]!.AsArray();

    /// <summary>The log, folded here: for tests that look at it a hundred times.</summary>
    public async Task<DeploymentHistory> FoldAsync(string app = "tiny")
    {
        var store = new FileStore(this[".pipelines/store"], TimeProvider.System);
        return new DeploymentHistory(await new EventLog(store, app, "production", TimeProvider.System).ReadAsync(CancellationToken.None));
    }

    public void Dispose()
    {
        LiveProcesses.KillAllIn(Path);
        _directory.Dispose();
    }

    private static IReadOnlyList<string> Line(IEnumerable<string> words) => [.. words, "--environment", "production"];
}
