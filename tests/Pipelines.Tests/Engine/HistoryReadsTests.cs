using Pipelines.Adapters;
using Pipelines.Cli;
using Pipelines.Engine;
using Pipelines.Gates;
using Pipelines.Queue;
using Pipelines.Rollouts;
using Pipelines.Steps;
using Pipelines.Tests.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Engine;

/// <summary>A process reads the history of an environment once, however many of its parts need it.</summary>
public sealed class HistoryReadsTests : IDisposable
{
    private const string Events = "GET shop/events/";

    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();
    private readonly InMemoryStore _store = new();

    public HistoryReadsTests()
    {
        Directory.CreateDirectory(_directory["build"]);
        File.WriteAllText(_directory["build/page"], "hello");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("requires: { cooldown: 30m, at-most: { count: 5, within: 24h } }", 0)]
    [InlineData("override: { may: [queue-order], review: 48h }", 0)]
    [InlineData("requires: { cooldown: 2h }", 3)]
    [InlineData("requires: { cooldown: 2h }", 0, "--mode", "queue")]
    public async Task TheGateAndTheDeployerReadEachEventOnce(string rules, int status, params string[] mode)
    {
        Configure("");
        await DeployAsync(0);
        Configure(rules);

        AssertOnce(await DeployAsync(status, mode));
    }

    [Fact]
    public async Task TheGateAndTheQueueReadEachEventOnce()
    {
        Configure("requires: { cooldown: 2h }");
        await DeployAsync(0);

        AssertOnce(await RunAsync(0, ["gate", "--mode", "queue"]));
    }

    private static void AssertOnce(IReadOnlyList<string> reads)
    {
        Assert.NotEmpty(reads);
        Assert.Equal(reads.Distinct(), reads);
    }

    private void Configure(string rules) => File.WriteAllText(_directory["f.yml"], $$"""
        app: shop
        environments:
          production:
            hosts: ["local:"]
            deploy: { root: live }
            {{rules}}

        """);

    private Task<IReadOnlyList<string>> DeployAsync(int status, params string[] more) =>
        RunAsync(status, ["deploy", "--path", _directory["build"], "--again", .. more]);

    /// <summary>An hour later, in a process of its own; the reads of events.</summary>
    private async Task<IReadOnlyList<string>> RunAsync(int status, string[] words)
    {
        _run.Clock.Advance(TimeSpan.FromHours(1));
        var stores = new CountedStores(_store);
        var wiring = new Wiring(_run.Variables.GetValueOrDefault, _run.Clock, stores);
        words = [.. words, "--config", _directory["f.yml"], "--environment", "production", "--event", "push"];
        var ended = await _run.RunAsync(wiring, wiring.StepsFor(words), words, CancellationToken.None);
        Assert.True(ended == status, $"ended with {ended}, expected {status}:\n{_run.Output}{_run.Error}");
        return [.. stores.Counted.TakeRequests().Where(request => request.StartsWith(Events, StringComparison.Ordinal))];
    }
}
