using Pipelines.Releases.Trees;
using Pipelines.Tests.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Inventory;

/// <summary>An app with two environments on this machine, and the real program run on it in this process.</summary>
internal sealed class InventoryWorld : IDisposable
{
    private readonly TempDirectory _directory = new();

    private readonly string _deploy;

    /// <param name="top">Lines at the top of the configuration file.</param>
    /// <param name="deploy">More of the section deploy, beginning with a comma.</param>
    public InventoryWorld(string top = "", string deploy = "")
    {
        _deploy = deploy;
        Top(top);
        Write("shared", new string('s', 3000));
    }

    public CommandRun Run { get; } = new();

    public string this[string name] => _directory[name];

    /// <summary>Writes the configuration file anew.</summary>
    public void Top(string top) => File.WriteAllText(this[".pipelines.yml"], $$"""
        app: backend
        {{top}}
        package: { path: dist }
        environments:
          production:
            hosts: ["local:"]
            deploy: { root: live/production{{_deploy}} }
          staging:
            hosts: ["local:"]
            deploy: { root: live/staging{{_deploy}} }

        """);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[$"dist/{path}"])!);
        File.WriteAllText(this[$"dist/{path}"], text);
    }

    /// <summary>Runs a command that has to end so; what it said.</summary>
    public async Task<string> EndsAsync(int expected, params IEnumerable<string> words)
    {
        Run.Clock.Advance(TimeSpan.FromSeconds(1));
        var status = await Run.RunAsync([.. words, "--config", this[".pipelines.yml"]]);
        Assert.True(status == expected, $"{string.Join(' ', words)} ended with {status}, expected {expected}:\n{Run.Output}{Run.Error}");
        return Run.Output + Run.Error;
    }

    public async Task<System.Text.Json.JsonElement> JsonAsync(int expected, params IEnumerable<string> words)
    {
        await EndsAsync(expected, [.. words, "--output", "json"]);
        return Run.Json;
    }

    /// <summary>Deploys a tree whose file <c>version</c> says so; the id of its release.</summary>
    public async Task<string> DeployAsync(string version, string environment = "production")
    {
        Write("version", version);
        return (await JsonAsync(0, "deploy", "--environment", environment, "--commit", $"commit-{version}")).GetProperty("release")
            .GetString()!;
    }

    public async Task<IReadOnlyList<string>> ReleasesAsync() =>
        [.. (await JsonAsync(0, "releases", "list")).GetProperty("releases").EnumerateArray()
            .Select(release => release.GetProperty("release").GetString()!)];

    public void Dispose()
    {
        ReleaseTree.Delete(this["live/production/releases"]);
        _directory.Dispose();
    }
}
