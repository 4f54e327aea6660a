using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Cli;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;
using Pipelines.Tests.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Engine;

/// <summary>The kind: the same command, run again, finishes the job, and no more. Each command is killed before and after every event that
/// it appends; what is live afterwards, and how it ends, is compared with a run that was not killed.</summary>
[Trait("size", "large")]
public sealed class KilledCommandTests : IDisposable
{
    private const int MostEvents = 24;
    private const string Freeze = "freezes: [{ name: x, from: 2026-11-20T11:00, until: 2026-11-22T00:00, zone: UTC, except: [manual] }]";
    private static readonly CancellationToken None = CancellationToken.None;
    private TempDirectory _directory = new();
    private InMemoryStore _store = new();
    private CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task APromotionGoesOnWithTheReleaseThatItHadChosen(bool dieAfter) => ForEachKillAsync(
        dieAfter,
        given: async () =>
        {
            await DeployAsync("staging", "v1");
        },
        command: () => ["deploy", "--environment", "production", "--from", "staging"],
        between: () => DeployAsync("staging", "v2"),
        // what it had chosen nobody knows before it is recorded; after its last event, this is another promotion
        then: left => Says(left, "packaged") && !Says(left, "completed") ? "v1" : "v2",
        live: "v1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task DeployingAgainEndsWithTheSameReleaseLive(bool dieAfter) => ForEachKillAsync(
        dieAfter,
        given: () => DeployAsync("production", "v1"),
        command: () => ["deploy", "--environment", "production", "--again", "--path", _directory["v1"], "--commit", "v1"],
        between: () => Task.CompletedTask,
        then: _ => null,
        live: "v1");

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public Task AQueuedDeploymentIsMadeOnceAndKeepsItsPlace(bool dieAfter, bool packaged) => ForEachKillAsync(
        dieAfter,
        given: async () =>
        {
            await DeployAsync("production", "v1");
            Write("v2");
            if (packaged)
            {
                await EndsAsync(0, "deploy", "--environment", "production", "--mode", "queue", "--path", _directory["v2"], "--commit",
                    "v2", "--event",
                    "push");
            }
            else
            {
                await EndsAsync(0, "package", "--path", _directory["v2"], "--commit", "v2");
                await EndsAsync(0, "gate", "--environment", "production", "--mode", "queue", "--commit", "v2", "--event", "push");
            }

            _run.Clock.Advance(TimeSpan.FromDays(3)); // past the freeze
        },
        command: () => ["queue", "run", "--environment", "production"],
        between: () => Task.CompletedTask,
        then: _ => null,
        live: "v2",
        top: Freeze);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task AQueuedDeploymentThatAPersonStartsIsMadeOnce(bool dieAfter)
    {
        var queued = "";
        return ForEachKillAsync(
            dieAfter,
            given: async () =>
            {
                await DeployAsync("production", "v1");
                Write("v2");
                await EndsAsync(0, "deploy", "--environment", "production", "--mode", "queue", "--path", _directory["v2"], "--commit",
                    "v2", "--event", "push");
                queued = JsonNode.Parse(_run.Output)!["deployment_id"]!.GetValue<string>();
            },
            command: () => ["queue", "release", "--environment", "production", "--deployment", queued, "--reason", "INC-4711 cannot wait"],
            between: () => Task.CompletedTask,
            then: _ => null,
            live: "v2",
            top: Freeze);
    }

    /// <summary>Interrupted before a host has committed, it is undone; afterwards, it is finished.</summary>
    [Theory]
    [InlineData("activated", "v1", true)]
    [InlineData("activated", "v1", false)]
    [InlineData("completed", "v2", true)]
    [InlineData("completed", "v2", false)]
    public Task ARecoveryEndsAsTheOneThatWasNotKilled(string interrupted, string live, bool dieAfter) => ForEachKillAsync(
        dieAfter,
        given: async () =>
        {
            await DeployAsync("production", "v1");
            Write("v2");
            var words = new[] { "deploy", "--environment", "production", "--path", _directory["v2"], "--commit", "v2" };
            Assert.Equal(70, await RunAsync(new MortalStore(_store) { DieAtEvent = interrupted, DieAfter = live == "v1" }, words));
            await BuryAsync();
        },
        command: () => ["recover", "--environment", "production"],
        between: () => Task.CompletedTask,
        then: _ => null,
        live: live);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task AMaintenanceRunGoesOnAfterTheTasksThatHadEnded(bool dieAfter) => ForEachKillAsync(
        dieAfter,
        given: () => DeployAsync("production", "v1"),
        command: () => ["maintenance", "--environment", "production"],
        between: () => Task.CompletedTask,
        then: left =>
        {
            var ran = File.ReadAllLines(_directory["ran"]);
            Assert.Equal(["one", "two"], ran.Distinct());
            Assert.True(ran.Length == 2 || !dieAfter || Says(left, "maintenance-ended"), "ran again"); // after its end, this is another run
            return null;
        },
        live: "v1");

    /// <summary>A rollback that failed is not forgotten by the next call.</summary>
    [Fact]
    public async Task RecoveringAgainTellsAgainThatWhatWasLeftCouldNotBeUndone()
    {
        var world = new DeploymentWorld();
        await world.DeployAsync("R1");
        world.Broken.UnionWith(["R1", "R2"]);
        Assert.Equal(ExitCode.RollbackFailed, await world.DeployAsync("R2"));

        Assert.NotNull((await world.HistoryAsync()).Stuck);
        world.Broken.Clear();
        Assert.Equal(ExitCode.Passed, await world.RollBackAsync());
        Assert.Null((await world.HistoryAsync()).Stuck);
    }

    private async Task ForEachKillAsync(bool dieAfter, Func<Task> given, Func<string[]> command, Func<Task> between,
        Func<IReadOnlyList<string>, string?> then, string live, string top = "")
    {
        var kills = 0;
        for (var at = 1; at <= MostEvents; at++)
        {
            Renew(top);
            await given();
            if (await RunAsync(new MortalStore(_store) { DieAt = at, DieAfter = dieAfter }, command()) != 70)
            {
                break;
            }

            kills++;
            await BuryAsync();
            await between();
            var left = await EventsAsync();
            var exitCode = await RunAsync(_store, command());
            Assert.True(exitCode == 0, $"killed at {at}: {exitCode}\n{_run.Output}{_run.Error}");
            var expected = then(left) ?? live;
            Assert.Equal((at, expected), (at, Live));
            await EndsAsync(0, "recover", "--environment", "production");
            Assert.Contains("is unfinished", _run.Output + _run.Error, StringComparison.Ordinal);
        }

        Assert.InRange(kills, 2, MostEvents - 1);
    }

    private static bool Says(IReadOnlyList<string> events, string name) =>
        events.Any(text => text.Contains($"\"{name}\"", StringComparison.Ordinal));

    private void Renew(string top)
    {
        _directory.Dispose();
        (_directory, _store, _run) = (new TempDirectory(), new InMemoryStore(), new CommandRun());
        File.WriteAllText(_directory["f.yml"], $$"""
            app: shop
            {{top}}
            environments:
              staging: { hosts: ["local:"], deploy: { root: staging } }
              production:
                hosts: ["local:"]
                deploy: { root: live }
                queue: fifo
                maintenance:
                  tasks:
                    - { name: one, on: runner, run: ["sh", "-c", "echo one >> ran"] }
                    - { name: two, on: runner, run: ["sh", "-c", "echo two >> ran"] }
            """);
    }

    private string Live => File.ReadAllText(_directory["live/current/page"]);

    private void Write(string version)
    {
        Directory.CreateDirectory(_directory[version]);
        File.WriteAllText(_directory[$"{version}/page"], version);
    }

    private Task DeployAsync(string environment, string version)
    {
        Write(version);
        return EndsAsync(0, "deploy", "--environment", environment, "--path", _directory[version], "--commit", version);
    }

    private async Task EndsAsync(int expected, params string[] words)
    {
        var status = await RunAsync(_store, words);
        Assert.True(status == expected, $"{string.Join(' ', words)} ended with {status}:\n{_run.Output}{_run.Error}");
    }

    private Task<int> RunAsync(IStore store, string[] words)
    {
        _run.Clock.Advance(TimeSpan.FromSeconds(1));
        var wiring = new Wiring(_run.Variables.GetValueOrDefault, _run.Clock, new OneStore(store));
        words = [.. words, "--config", _directory["f.yml"], "--output", "json"];
        return _run.RunAsync(wiring, wiring.StepsFor(words), words, None);
    }

    /// <summary>The process that held the lease is dead.</summary>
    private async Task BuryAsync()
    {
        if (await _store.ReadAsync("shop/leases/production.json", 1 << 16, None) is { } bytes
            && JsonNode.Parse(bytes) is { } lease && lease["holder"] is { } holder)
        {
            holder["process_start"] = 1;
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(lease.ToJsonString()));
            await _store.PutAsync("shop/leases/production.json", content, PutCondition.Always, None);
        }
    }

    private async Task<IReadOnlyList<string>> EventsAsync()
    {
        var all = new List<string>();
        await foreach (var key in _store.ListAsync("shop/events/production/", None))
        {
            all.Add(JsonNode.Parse((await _store.ReadAsync(key, 1 << 20, None))!)!["body"]!.GetValue<string>());
        }

        return all;
    }

    private sealed class OneStore(IStore store) : IStores
    {
        public IStore Releases(StepContext step) => store;

        public IStore State(StepContext step) => store;
    }
}
