using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The kind: a store, state or host root below the packaged directory breaks every later deployment.</summary>
public sealed class OwnPlacesTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task EverythingOfOursBelowThePackagedDirectoryIsLeftOut()
    {
        await File.WriteAllTextAsync(_directory["f.yml"], """
            app: backend
            store: file:var/store
            state: file:var/state
            environments:
              production: { hosts: ["local:"], deploy: { root: var/production } }
              staging: { hosts: ["local:ROOT/var/one", "local:ROOT/var/two"] }
            """.Replace("ROOT", _directory.Path, StringComparison.Ordinal));
        await File.WriteAllTextAsync(_directory["index.html"], "1");

        var releases = new HashSet<string?>();
        for (var times = 1; times <= 3; times++)
        {
            Assert.True(
                0 == await _run.RunAsync("deploy", "--config", _directory["f.yml"], "--environment", "production", "--output", "json"),
                _run.Error);
            releases.Add(_run.Json.GetProperty("release").GetString());
            foreach (var place in new[] { "var/state/x", "var/one/releases/x", "var/two/x", "var/production/shared/x" })
            {
                Directory.CreateDirectory(_directory[place]);
                await File.WriteAllTextAsync(_directory[$"{place}/{times}"], "x");
            }
        }

        Assert.Single(releases);
        Assert.Equal(["f.yml", "index.html"],
            Directory.EnumerateFileSystemEntries(_directory["var/production/current/"]).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
    }
}
