using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>A store that was lost or replaced, a log that moved, and two environments with one root.</summary>
public sealed class HostLogCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("the store is lost")]
    [InlineData("another store")]
    [InlineData("another environment")]
    public async Task AHostOfAnotherLogIsAQuestionThatAFlagAnswersOnce(string what)
    {
        for (var version = 1; version <= 3; version++)
        {
            Assert.Equal(0, await DeployAsync(version));
        }

        var (store, environment) = ("store", "production");
        switch (what)
        {
            case "the store is lost":
                Directory.Delete(_directory["store"], recursive: true);
                break;
            case "another store":
                store = "other";
                break;
            default:
                environment = "staging";
                break;
        }

        Assert.Equal(2, await DeployAsync(4, store, environment));
        Assert.Contains("this host belongs to backend/production in ", _run.Error, StringComparison.Ordinal);
        Assert.Contains($", not to backend/{environment} in ", _run.Error, StringComparison.Ordinal);
        Assert.Equal("3", await File.ReadAllTextAsync(_directory["root/current/v"]));

        Assert.Equal(0, await DeployAsync(5, store, environment, "--adopt-host"));
        Assert.Equal(0, await DeployAsync(6, store, environment));
        Assert.Equal("6", await File.ReadAllTextAsync(_directory["root/current/v"]));
    }

    [Fact]
    public async Task AStoreThatMovedTakesItsHostsAlong()
    {
        Assert.Equal(0, await DeployAsync(1));
        Directory.Move(_directory["store"], _directory["moved"]);

        Assert.Equal(0, await DeployAsync(2, "moved"));
    }

    private async Task<int> DeployAsync(int version, string store = "store", string environment = "production", params string[] more)
    {
        await File.WriteAllTextAsync(_directory["f.yml"], $$"""
            app: backend
            store: file:{{store}}
            environments:
              {{environment}}: { hosts: ["local:"], deploy: { root: root } }
            """);
        Directory.CreateDirectory(_directory["dist"]);
        await File.WriteAllTextAsync(_directory["dist/v"], $"{version}");
        return await _run.RunAsync(["deploy", "--config", _directory["f.yml"], "--environment", environment, "--path", _directory["dist"],
            .. more]);
    }
}
