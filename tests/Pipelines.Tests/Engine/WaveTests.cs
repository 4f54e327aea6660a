using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Hosts.Waves;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Tests.Engine;

/// <summary>Several hosts: waves, budgets, and who is left out.</summary>
[Trait("size", "large")]
public sealed class WaveTests
{
    /// <summary>Waves of seven hosts a to g: a, then b to d, then e to g.</summary>
    private static readonly IReadOnlyList<Share> s_waves = [new(1, false), new(3, false)];

    public static TheoryData<string> Strategies => ["restart", "blue-green"];

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task AWaveBeginsWhenEveryHostOfTheOneBeforeIsProven(string strategy)
    {
        var world = await GivenAsync(strategy);

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));

        var first = "abcdefg".Select(host => world.Actions.FindIndex(act => act.StartsWith($"{host}: start", StringComparison.Ordinal)))
            .ToList();
        var proven = "abcdefg"
            .Select(host => world.Actions.FindLastIndex(act => act.StartsWith($"{host}: prove", StringComparison.Ordinal))).ToList();
        Assert.True(first[0] >= 0 && proven[0] < first[1..].Min());
        Assert.True(proven[1..4].Max() < first[4..].Min());
        Assert.Equal(["R2"], world.Serves);
        var planned = (await world.HistoryAsync()).Live!.Find<Planned>()!;
        Assert.Equal(["a", "b c d", "e f g"], planned.Waves.Select(wave => string.Join(' ', wave)));
    }

    [Fact]
    public async Task HostsOfAWaveGoLiveSideBySide()
    {
        var world = await GivenAsync("restart");
        var starting = 0;
        using var all = new SemaphoreSlim(0);
        world.Before = async (host, action) =>
        {
            if (action is HostAction.Start && host is "b" or "c" or "d")
            {
                if (Interlocked.Increment(ref starting) == 3)
                {
                    all.Release(3);
                }

                Assert.True(await all.WaitAsync(TimeSpan.FromSeconds(30)), "the others did not start meanwhile");
            }
        };

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
        Assert.Equal(["R2"], world.Serves);
    }

    /// <summary>Each host of each wave fails, breaks or is lost at each act, with and without a budget for it.</summary>
    [Theory]
    [InlineData("restart", "fails")]
    [InlineData("restart", "breaks")]
    [InlineData("restart", "is lost")]
    [InlineData("blue-green", "fails")]
    [InlineData("blue-green", "breaks")]
    [InlineData("blue-green", "is lost")]
    public async Task AHostThatGoesWrongAnywhereIsLeftOutOrEveryHostGoesBack(string strategy, string how)
    {
        var seen = new Dictionary<ExitCode, int>();
        foreach (var budget in new[] { 0, 1 })
        {
            foreach (var host in "abcdefg".Select(letter => $"{letter}"))
            {
                for (var at = 1; ; at++)
                {
                    var world = await GivenAsync(strategy);
                    world.Rollout = new RolloutSpec(s_waves, WaveOrder.Listed, new Share(budget, false), new Share(budget, false));
                    if (!await GoesWrongAsync(world, host, at, how, seen))
                    {
                        break;
                    }
                }
            }
        }

        Assert.True(seen[ExitCode.Passed] > 20, "none was left out");
        Assert.True(seen.GetValueOrDefault(ExitCode.RolledBack) + seen.GetValueOrDefault(ExitCode.RollbackFailed) > 20, "none went back");
    }

    [Theory]
    [InlineData(0, 0, ExitCode.Failed)]
    [InlineData(1, 1, ExitCode.Passed)]
    [InlineData(2, 1, ExitCode.Failed)]
    [InlineData(2, 2, ExitCode.Passed)]
    [InlineData(6, 7, ExitCode.Passed)]
    [InlineData(7, 7, ExitCode.Failed)]
    public async Task HostsThatAreOutOfReachFromTheBeginAreLeftOutWithinTheBudget(int down, int budget, ExitCode expected)
    {
        var world = await GivenAsync("restart");
        world.Rollout = world.Rollout with { MaxUnreachable = new Share(budget, false) };
        world.Down.UnionWith("abcdefg"[..Math.Max(down, 1)].Select(letter => $"{letter}"));

        Assert.Equal(expected, await world.DeployAsync("R2"));

        var record = (await world.HistoryAsync()).Deployments[^1];
        Assert.Equal(expected == ExitCode.Passed ? world.Down.Count : Math.Min(budget, down), record.LeftOut.Count);
        Assert.All(record.LeftOut, left => Assert.True(left.Unreachable));
        Assert.All(record.LeftOut, left => Assert.Contains("cannot be reached", left.Reason, StringComparison.Ordinal));
        Assert.All(world.Hosts, host =>
            Assert.Equal(expected == ExitCode.Passed && !world.Down.Contains(host.Name) ? "R2" : "R1", host.Serves));
        Assert.False(record.Condemns);

        world.NewProcess();
        world.Down.Clear();
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
        Assert.Equal(["R2"], world.Serves);
    }

    /// <summary>When the first host is out of reach, another one goes first alone, although its wave is larger.</summary>
    [Fact]
    public async Task NobodyServesTheReleaseBeforeOneHasProvenItEvenWhenTheFirstIsOutOfReach()
    {
        var world = await GivenAsync("restart");
        world.Rollout = world.Rollout with { MaxUnreachable = new Share(2, false), MaxFailed = new Share(7, false) };
        world.Down.UnionWith(["a", "b"]);
        world.Broken.Add("R2");

        Assert.Equal(ExitCode.RolledBack, await world.DeployAsync("R2"));

        Assert.Equal(["c"], (await world.HistoryAsync()).Deployments[^1].All<Activating>().Select(activating => activating.Host));
        Assert.Equal(["R1"], world.Serves);
    }

    [Fact]
    public async Task TheFirstHostMayNotFailWhateverTheBudget()
    {
        var world = await GivenAsync("restart");
        world.Rollout = world.Rollout with { MaxFailed = new Share(100, true) };
        world.Broken.Add("R2");

        Assert.Equal(ExitCode.RolledBack, await world.DeployAsync("R2"));

        var record = (await world.HistoryAsync()).Deployments[^1];
        Assert.Equal(["a"], record.All<Activating>().Select(activating => activating.Host));
        Assert.True(record.Condemns);
    }

    /// <summary>One that failed serves its previous release, and the next deployment of the same brings it there, and touches nobody
    /// else.</summary>
    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task TheNextDeploymentBringsWhoWasLeftOutAndTouchesNobodyElse(string strategy)
    {
        var world = await GivenAsync(strategy);
        world.Rollout = world.Rollout with { MaxFailed = new Share(1, false) };
        world.NewProcess(new Fault
        {
            Always = (host, action) =>
                host == "c" && action is HostAction.Prove { Release: "R2" } ? new HostOutcome("", "it is slow.") : null,
        });
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
        Assert.Equal("R2 R2 R1 R2 R2 R2 R2", string.Join(' ', world.Hosts.Select(host => host.Serves)));
        Assert.Equal("R2", (await world.HistoryAsync()).Live!.Release);
        world.NewProcess();

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));

        Assert.Equal(["R2"], world.Serves);
        Assert.All(world.Actions, act =>
            Assert.True(act.StartsWith("c: ", StringComparison.Ordinal) || act.Contains(": prove", StringComparison.Ordinal), act));
        Assert.Equal(["c"], (await world.HistoryAsync()).Live!.Find<Planned>()!.Waves.Single());
        world.NewProcess();
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
        Assert.True((await world.HistoryAsync()).Live!.Find<Completed>()!.Unchanged);
    }

    /// <summary>It is proven on the others, so it is not bad.</summary>
    [Fact]
    public async Task AHostThatFailsAgainWhenItIsTheLastDoesNotCondemnTheRelease()
    {
        var world = await GivenAsync("restart");
        world.Rollout = world.Rollout with { MaxFailed = new Share(1, false) };
        var fault = new Fault
        {
            Always = (host, action) =>
                host == "c" && action is HostAction.Prove { Release: "R2" } ? new HostOutcome("", "it is slow.") : null,
        };
        world.NewProcess(fault);
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
        world.NewProcess(fault);

        Assert.Equal(ExitCode.RolledBack, await world.DeployAsync("R2"));

        Assert.Equal("R2 R2 R1 R2 R2 R2 R2", string.Join(' ', world.Hosts.Select(host => host.Serves)));
        Assert.Null((await world.HistoryAsync()).Condemnation("R2"));
        world.NewProcess();
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
        Assert.Equal(["R2"], world.Serves);
    }

    /// <summary>Too many fail in the last wave: everyone who was switched before goes back too.</summary>
    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task WhenABudgetIsPassedEveryHostGoesBack(string strategy)
    {
        var world = await GivenAsync(strategy);
        world.Rollout = world.Rollout with { MaxFailed = new Share(1, false) };
        world.NewProcess(new Fault
        {
            Always = (host, action) =>
                host is "b" or "g" && action is HostAction.Prove { Release: "R2" } ? new HostOutcome("", "it is slow.") : null,
        });

        Assert.Equal(ExitCode.RolledBack, await world.DeployAsync("R2"));

        Assert.Equal(["R1"], world.Serves);
        var record = (await world.HistoryAsync()).Deployments[^1];
        Assert.Equal(["b"], record.LeftOut.Select(left => left.Host));
        Assert.Equal("abcdefg", string.Concat(record.All<Retreated>().Select(retreated => retreated.Host).Distinct().Order()));
        Assert.Contains(world.Reporter.Errors, error => error.What == "2 hosts have failed, and max-failed is 1.");
    }

    private static async Task<bool> GoesWrongAsync(DeploymentWorld world, string host, int at, string how, Dictionary<ExitCode, int> seen)
    {
        var (act, hits) = (0, new List<HostAction>());
        world.NewProcess(new Fault
        {
            Always = (name, action) =>
            {
                if (name != host || hits.Count > 0 || ++act != at)
                {
                    return null;
                }

                hits.Add(action);
                switch (how)
                {
                    case "fails":
                        return new HostOutcome("", "it is broken.");
                    case "breaks":
                        throw new PipelineException("disk full");
                    default:
                        world.Down.Add(name);
                        throw new HostUnreachableException($"{name}: the connection was lost.", hint: null);
                }
            },
        });
        var exitCode = await world.DeployAsync("R2");
        seen[exitCode] = seen.GetValueOrDefault(exitCode) + 1;
        if (hits.Count == 0)
        {
            return false;
        }

        var history = await world.HistoryAsync();
        var record = history.Deployments[^1];
        var others = world.Hosts.Where(other => other.Name != host).Select(other => other.Serves).Distinct().ToList();
        var place = $"{host} {how} at {hits[0]}: {exitCode}\n{world.States}";
        if (history.Unfinished is null)
        {
            Assert.True(others.Count == 1, place); // never two versions among those that are well
            Assert.True(others[0] == (history.Live!.Release == "R2" ? "R2" : "R1"), place);
        }
        else
        {
            Assert.True(exitCode == ExitCode.Failed && hits[0] is HostAction.Commit, place); // all are proven, and one could not record it
        }

        Assert.True(record.LeftOut.Count == 0 || record.LeftOut.Single().Host == host, place);
        Assert.True(record.LeftOut.Count == 0 || exitCode == ExitCode.Passed || how == "is lost", place);
        if (record.LeftOut is [{ Unreachable: false }])
        {
            Assert.True(world.Hosts.Single(other => other.Name == host).Serves == "R1", place);
        }

        // whatever it came to: when the host is well again, the next deployment is live everywhere
        world.NewProcess();
        world.Down.Clear();
        Assert.True(await world.DeployAsync("R3") == ExitCode.Passed, place);
        Assert.True(world.Serves is ["R3"], place + world.States);
        return true;
    }

    private static async Task<DeploymentWorld> GivenAsync(string strategy)
    {
        var world = new DeploymentWorld(strategy, hosts: 7)
        {
            Rollout = RolloutSpec.OneByOne with { Waves = s_waves },
        };
        await world.DeployAsync("R1");
        world.NewProcess();
        return world;
    }
}
