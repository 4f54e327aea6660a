using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>A host that is discarded with the job: every step that reaches hosts refuses it, and says what would happen.</summary>
public sealed class EphemeralHostTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public EphemeralHostTests()
    {
        File.WriteAllText(_directory["f.yml"], $$"""
            app: backend
            store: file:{{_directory["store"]}}
            environments:
              production:
                hosts: ["local:{{_directory["live"]}}", "local:{{_directory["live-2"]}}"]
                maintenance: { tasks: [{ name: tidy, run: "true" }] }
              elsewhere: { hosts: ["ssh://deploy@web-1.example.test"], deploy: { root: /srv/backend } }
              undecided: {}
            """);
        Directory.CreateDirectory(_directory["dist"]);
        File.WriteAllText(_directory["dist/index.html"], "hello\n");
        _run.Variables["GITLAB_CI"] = "true";
        _run.Variables["CI_DISPOSABLE_ENVIRONMENT"] = "true";
        _run.Variables["CI_PIPELINE_SOURCE"] = "web";
        _run.Variables["CI_PROJECT_DIR"] = _directory.Path;
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("deploy --path dist")]
    [InlineData("deploy --path dist --dry-run")]
    [InlineData("deploy --path dist --mode queue")]
    [InlineData("rollback")]
    [InlineData("rollback --dry-run")]
    [InlineData("status")]
    [InlineData("health-check")]
    [InlineData("maintenance")]
    public async Task AStepThatReachesHostsRefusesItAndDoesNothing(string line)
    {
        Assert.Equal(2, await RunAsync(line));

        var expected = $"error: {_directory["f.yml"]}:5:5: environments.production.hosts: local:{_directory["live"]} and "
            + $"local:{_directory["live-2"]} are the environment of this job, which is gone when the job ends: whatever is deployed there "
            + "is gone with it";
        Assert.Contains(expected, Told, StringComparison.Ordinal);
        Assert.Single(Told.Split('\n'), said => said.Contains("error: ", StringComparison.Ordinal));
        Assert.Contains("ssh://[user@]host", Told, StringComparison.Ordinal);
        Assert.Contains("allow-ephemeral", Told, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory["store"]) || Directory.Exists(_directory["live"]));
    }

    [Fact]
    public async Task ToldSoItDeploys()
    {
        Assert.True(await RunAsync("deploy --path dist --allow-ephemeral") == 0, Told);
        Assert.Equal(0, await RunAsync("status --allow-ephemeral"));
        _run.Variables["PIPELINES_ALLOW_EPHEMERAL"] = "true";
        Assert.Equal(0, await RunAsync("status"));
        Assert.Equal("hello\n", await File.ReadAllTextAsync(_directory["live/current/index.html"]));
    }

    [Fact]
    public async Task WhereTheMachineLastsNothingIsRefused()
    {
        _run.Variables.Remove("CI_DISPOSABLE_ENVIRONMENT");

        Assert.Equal(0, await RunAsync("deploy --path dist"));
    }

    [Fact]
    public async Task StepsThatReachNoHostGoOn()
    {
        Assert.Equal(0, await RunAsync("gate"));
        Assert.Equal(0, await RunAsync("history"));
    }

    [Fact]
    public async Task CheckWarnsOfItAndTakesTheFile()
    {
        Assert.Equal(0, await _run.RunAsync("config", "check", "--config", _directory["f.yml"]));

        Assert.Equal(1, Told.Split("warning: ").Length - 1);
        Assert.Contains("are the environment of this job, which is gone when the job ends", Told, StringComparison.Ordinal);
    }

    private string Told => _run.Error + _run.Output;

    private async Task<int> RunAsync(string line)
    {
        var ended = await _run.RunAsync([.. line.Replace("dist", _directory["dist"], StringComparison.Ordinal).Split(' '),
            "--environment", "production", "--config", _directory["f.yml"]]);
        return ended;
    }
}
