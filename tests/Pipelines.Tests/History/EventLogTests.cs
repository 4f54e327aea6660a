using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Tests.History;

public sealed class EventLogTests
{
    private readonly InMemoryStore _store = new();

    [Fact]
    public async Task AnyNumberOfWritersLeaveNoGapAndLoseNothing()
    {
        EventLog[] logs = [Log(), Log()];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await logs[writer % 2].AppendAsync($"{writer}", new Staged($"{i}", "R"), guard: null, CancellationToken.None);
                await Task.Yield();
            }
        })));

        var events = await Log().ReadAsync(CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 160).Select(number => (long)number), events.Select(logged => logged.Sequence));
        Assert.All(events.GroupBy(logged => logged.Deployment), mine =>
            Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), mine.Select(logged => ((Staged)logged.Event).Host)));
        Assert.Equal(events, await logs[0].ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task EveryKindOfEventReadsBackAsItWasWritten()
    {
        DeploymentEvent[] all =
        [
            new Requested(DeploymentType.Manual, "c0ffee", null, "why \"so\" \n ü", null, "main"), new Admitted("open", "it is open"),
            new Blocked("closed", "it is closed", DateTimeOffset.UnixEpoch),
            new Queued(DeploymentType.DirectPush, "push", null, "freeze", "it is frozen", null), new Superseded("E"),
            new Cancelled("bob", null), new Overridden(["window", "freeze:x"], "why", null, "ann", null, "T"),
            new Reviewed("bob", null), new Reminded(), new LeaseTaken(7, "ann"), new LeaseReleased(7, "ann", "bob", "hangs"),
            new Shown("12"), new Configured(new JsonObject { ["app"] = "ü", ["environments"] = new JsonObject() }),
            new Adopted("R", ["a: current -> releases/1"]), new BackToAdopted("R"), new Packaged("R", 1, 2, 3),
            new Planned([["a"], ["b", "c"]], 1, 2), new Staged("a", "R"), new LeftOut("b", "no route", Unreachable: true),
            new Activating("a", "R", "main"), new Activated("a", "R", "main", "200", 12), new Completed("R", Unchanged: false),
            new Failed("no", Condemned: true, Retreat: true), new Failed("no", false, true) { Blame = Blame.ReleaseOrConfiguration },
            new RetreatStarted(), new Retreated("a", null, null), new RolledBack("R"), new RollbackFailed("no"),
            new MaintenanceStarted("R", null), new MaintenanceTaskEnded("t", "a", "no", 12), new MaintenanceEnded(3, 2, 1),
            new Executed("ls -l", ["a", "b"], "ann"), new HistoryAccepted("ann", "INC-1", "what"), new Lost(),
        ];
        foreach (var what in all)
        {
            await Log().AppendAsync("D", what, guard: null, CancellationToken.None);
        }

        Assert.Equal(all, (await Log().ReadAsync(CancellationToken.None)).Select(logged => logged.Event));
        Assert.Equal(all.Length - 1, typeof(DeploymentEvent).GetNestedTypes().Length);
    }

    [Theory]
    [InlineData("changed", 2)]
    [InlineData("removed", 2)]
    [InlineData("two removed", 2)]
    [InlineData("swapped", 2)]
    [InlineData("garbage", 3)]
    [InlineData("empty", 3)]
    [InlineData("null", 3)]
    [InlineData("empty object", 3)]
    [InlineData("unknown event", 3)]
    [InlineData("no event", 3)]
    public async Task ADamagedLogIsOneErrorThatNamesTheEntry(string damage, int entry)
    {
        for (var i = 1; i <= 5; i++)
        {
            await Log().AppendAsync("D", new Staged($"host-{i}", "R"), guard: null, CancellationToken.None);
        }

        await DamageAsync(damage);

        var error = await Assert.ThrowsAsync<PipelineException>(() => Log().ReadAsync(CancellationToken.None));
        Assert.Contains(
            $"the event log of app/production is damaged: entry {entry} (app/events/production/000000000{entry}.json in memory:)",
            error.Message, StringComparison.Ordinal);
        Assert.Single(error.Problems);
        await Assert.ThrowsAsync<PipelineException>(() =>
            Log().AppendAsync("D", new RetreatStarted(), guard: null, CancellationToken.None));
    }

    [Fact]
    public async Task ATailThatWasCutOffIsToldByAHashNotedBefore()
    {
        await Log().AppendAsync("D", new RetreatStarted(), guard: null, CancellationToken.None);
        var head = (await Log().AppendAsync("D", new RolledBack(null), guard: null, CancellationToken.None)).Hash;
        await _store.DeleteAsync(Key(2), CancellationToken.None);

        Assert.DoesNotContain(await Log().ReadAsync(CancellationToken.None), logged => logged.Hash == head);
    }

    [Fact]
    public async Task TheGuardSeesAllThatStandsBeforeAlsoWhatSomeoneElseHasRead()
    {
        var log = Log();
        await Log().AppendAsync("other", new LeaseTaken(2, "bob"), guard: null, CancellationToken.None);
        await log.ReadAsync(CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            log.AppendAsync("mine", new RetreatStarted(), Refuse, CancellationToken.None));

        Assert.Single(await Log().ReadAsync(CancellationToken.None));

        static void Refuse(IReadOnlyList<LoggedEvent> before)
        {
            if (before.Any(logged => logged.Deployment == "other"))
            {
                throw new InvalidOperationException();
            }
        }
    }

    private EventLog Log() => new(_store, "app", "production", TimeProvider.System);

    private static string Key(int number) => $"app/events/production/000000000{number}.json";

    private async Task DamageAsync(string damage)
    {
        switch (damage)
        {
            case "changed":
                await WriteAsync(2, (await ReadAsync(2)).Replace("host-2", "host-9", StringComparison.Ordinal));
                break;
            case "removed":
                await _store.DeleteAsync(Key(2), CancellationToken.None);
                break;
            case "two removed":
                await _store.DeleteAsync(Key(2), CancellationToken.None);
                await _store.DeleteAsync(Key(3), CancellationToken.None);
                break;
            case "swapped":
                var (second, third) = (await ReadAsync(2), await ReadAsync(3));
                await WriteAsync(2, third);
                await WriteAsync(3, second);
                break;
            case "unknown event" or "no event":
                await ForgeAsync(damage == "no event" ? "{}" : """{"event":"teleported"}""");
                break;
            default:
                await WriteAsync(3, damage switch { "garbage" => "\u0001 not json", "null" => "null", "empty object" => "{}", _ => "" });
                break;
        }
    }

    /// <summary>An entry with a right hash that says something else.</summary>
    private async Task ForgeAsync(string what)
    {
        var before = (await Log().ReadAsync(CancellationToken.None))[1].Hash;
        var body = $$"""{"sequence":3,"previous":"{{before}}","at":"2026-11-20T12:00:00+00:00","deployment":"D","event":{{what}}}""";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(before + body)));
        await WriteAsync(3, $$"""{"body":{{System.Text.Json.JsonSerializer.Serialize(body)}},"hash":"{{hash}}"}""");
    }

    private async Task<string> ReadAsync(int number)
    {
        await using var stored = await _store.OpenAsync(Key(number), range: null, CancellationToken.None);
        using var reader = new StreamReader(stored!.Content);
        return await reader.ReadToEndAsync();
    }

    private async Task WriteAsync(int number, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await _store.PutAsync(Key(number), content, PutCondition.Always, CancellationToken.None);
    }
}
