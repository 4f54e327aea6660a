using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>A key is demanded by the steps that need it, and by no other.</summary>
public sealed class ShortFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("app: backend\nenvironments:\n  production:\n")]
    [InlineData("app: backend\nenvironments: { production: {} }\n")]
    public async Task ThreeLinesAreEnoughToDecideToTellAndToShow(string file)
    {
        await File.WriteAllTextAsync(_directory["f.yml"], file);
        string[][] commands = [["gate", "--event", "push"], ["calendar"], ["notify", "--on", "failed"], ["history"], ["history", "verify"],
            ["lease", "show"], ["queue", "list", "--event", "push"], ["override", "list"], ["config", "show"]];
        foreach (var command in commands.Select(words => words is ["queue", "list", ..] ? words[..2] : words))
        {
            Assert.True(await RunAsync(command) == 0, $"{string.Join(' ', command)}: {_run.Output}{_run.Error}");
        }

        Assert.Equal(0, await _run.RunAsync("config", "check", "--config", _directory["f.yml"]));
    }

    [Theory]
    [InlineData("deploy", "--path", "build", "--event", "push")]
    [InlineData("deploy", "--path", "build", "--event", "push", "--dry-run")]
    [InlineData("health-check")]
    [InlineData("status")]
    public async Task AStepThatNeedsHostsSaysSo(params string[] words)
    {
        Directory.CreateDirectory(_directory["build"]);
        await File.WriteAllTextAsync(_directory["build/page"], "hello");
        await File.WriteAllTextAsync(_directory["f.yml"], "app: backend\nenvironments:\n  production:\n");

        Assert.Equal(2, await RunAsync([.. words.Select(word => word == "build" ? _directory["build"] : word)]));
        Assert.Contains(
            "f.yml:3:14: environments.production.hosts: is missing, and this step needs it. Expected a list of local:", _run.Error
                + _run.Output, StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] words) =>
        _run.RunAsync([.. words, "--environment", "production", "--config", _directory["f.yml"]]);
}
