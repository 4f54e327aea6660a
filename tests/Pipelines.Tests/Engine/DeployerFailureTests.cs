using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Hosts.Hooks;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Tests.Engine;

/// <summary>Each act fails once, in each way.</summary>
public sealed class DeployerFailureTests
{
    public static TheoryData<string> Strategies => ["restart", "blue-green"];

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task AReleaseThatFailsAtAnyActLeavesTheOldOne(string strategy)
    {
        for (var at = 1; at <= await ActsAsync(strategy); at++)
        {
            var world = await GivenAsync(strategy);
            world.NewProcess(new Fault { At = at, Before = (action, _) => CanFail(action) ? new HostOutcome("", "it is broken.") : null });
            var exitCode = await world.DeployAsync("R2");
            var record = (await world.HistoryAsync()).Deployments[^1];

            Assert.Equal([exitCode == ExitCode.Passed ? "R2" : "R1"], world.Serves);
            Assert.Equal(Expected(record), exitCode);
            Assert.Equal(exitCode != ExitCode.Passed, record.Condemns);
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task AHostThatFailsAtAnyActLeavesTheOldOneOrTheNewOneEverywhere(string strategy)
    {
        for (var at = 1; at <= await ActsAsync(strategy); at++)
        {
            var world = await GivenAsync(strategy);
            world.NewProcess(new Fault { At = at, Before = (_, _) => throw new PipelineException("disk full") });
            var exitCode = await world.DeployAsync("R2");
            var history = await world.HistoryAsync();
            var record = history.Deployments[^1];
            if (history.Unfinished is not null)
            {
                Assert.Equal((ExitCode.Failed, "b: record release R2"), (exitCode, world.Actions[^1][.."b: record release R2".Length]));
                world.NewProcess();
                Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
                Assert.Equal(["R2"], world.Serves);
                continue;
            }

            Assert.Equal(Expected(record), exitCode);
            Assert.False(record.Condemns);
            if (!world.Reporter.Warnings.Exists(warning => warning.What.StartsWith("stop the service", StringComparison.Ordinal)))
            {
                Assert.Equal([exitCode == ExitCode.Passed ? "R2" : "R1"], world.Serves);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task CancelledAtAnyActTheOldOneIsBackOrTheNewOneIsSettled(string strategy)
    {
        foreach (var refuses in new[] { true, false })
        {
            for (var at = 1; at <= await ActsAsync(strategy); at++)
            {
                var world = await GivenAsync(strategy);
                using var signal = new CancellationTokenSource();
                world.NewProcess(new Fault
                {
                    At = at,
                    Before = (_, token) =>
                    {
                        signal.Cancel();
                        if (refuses)
                        {
                            token.ThrowIfCancellationRequested();
                        }

                        return null;
                    },
                });
                var exitCode = await world.DeployAsync("R2", cancellation: signal.Token);

                Assert.Equal([exitCode == ExitCode.Cancelled ? "R1" : "R2"], world.Serves);
                Assert.Equal(exitCode == ExitCode.Cancelled, (await world.HistoryAsync()).Live!.Release == "R1");
                Assert.Contains(exitCode, new[] { ExitCode.Cancelled, ExitCode.Passed });
                Assert.Null((await world.HistoryAsync()).Unfinished);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task AStoreThatCannotBeWrittenDoesNotKeepHostsFromBeingBroughtBack(string strategy)
    {
        for (var at = 1; at <= 12; at++)
        {
            var world = await GivenAsync(strategy);
            world.NewProcess(store: inner => new MortalStore(inner) { FullAt = at });
            var exitCode = await world.DeployAsync("R2");

            Assert.Equal([at == 12 ? "R2" : "R1"], world.Serves);
            Assert.Equal(at is > 8 and < 12 ? ExitCode.RolledBack : ExitCode.Failed, exitCode);
            world.NewProcess();
            Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
            Assert.Equal(["R2"], world.Serves);
        }
    }

    [Fact]
    public async Task AHostThatCannotBeBroughtBackDoesNotKeepTheOtherAndARollbackMendsIt()
    {
        var world = await GivenAsync("restart");
        var starts = 0;
        world.NewProcess(new Fault
        {
            Always = (host, action) => (host, action) switch
            {
                ("b", HostAction.Prove { Release: "R2" }) => new HostOutcome("", "it is broken."),
                ("b", HostAction.Start) when ++starts == 2 => throw new PipelineException("no fork"),
                _ => null,
            },
        });

        Assert.Equal(ExitCode.RollbackFailed, await world.DeployAsync("R2"));

        Assert.EndsWith("Failed RetreatStarted Retreated RollbackFailed", await world.LastEventsAsync(), StringComparison.Ordinal);
        Assert.Contains("b: no fork", (await world.HistoryAsync()).Deployments[^1].Find<RollbackFailed>()!.Reason,
            StringComparison.Ordinal);
        Assert.Equal(["R1", "nothing"], world.Hosts.Select(host => host.Serves));
        Assert.Equal("rollback-failed", world.Announcer.Told[^1].Outcome);
        world.NewProcess();
        Assert.Equal(ExitCode.Passed, await world.RollBackAsync());
        Assert.Equal(["R1"], world.Serves);
    }

    private static ExitCode Expected(DeploymentRecord record) => record.Result switch
    {
        DeploymentResult.Succeeded => ExitCode.Passed,
        DeploymentResult.Failed when record.Find<Activating>() is null => ExitCode.Failed,
        DeploymentResult.RolledBack when record.Find<Activating>() is not null => ExitCode.RolledBack,
        _ => throw new InvalidOperationException($"{record.Result}"),
    };

    private static bool CanFail(HostAction action) =>
        action is HostAction.Stage or HostAction.RunHook { At: not HookPoint.AfterCommit } or HostAction.Start or HostAction.Prove;

    private static async Task<int> ActsAsync(string strategy)
    {
        var world = await GivenAsync(strategy);
        await world.DeployAsync("R2");
        return world.Actions.Count;
    }

    private static async Task<DeploymentWorld> GivenAsync(string strategy)
    {
        var world = new DeploymentWorld(strategy);
        await world.DeployAsync("R1");
        world.NewProcess();
        return world;
    }
}
