using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Waves;

namespace Pipelines.Tests.Engine;

/// <summary>The process dies at every append and every act of a deployment in waves; whatever runs next ends the same, by the recorded
/// plan, whatever the configuration file says by then.</summary>
[Trait("size", "large")]
public sealed class WaveCrashTests
{
    private static readonly string[] s_kinds = ["before append", "after append", "before act", "after act"];

    [Theory]
    [InlineData("restart", "works", false)]
    [InlineData("restart", "works", true)]
    [InlineData("restart", "fails on one", false)]
    [InlineData("restart", "fails on one", true)]
    [InlineData("restart", "fails on two", false)]
    [InlineData("restart", "fails on two", true)]
    [InlineData("restart", "is out of reach", true)]
    [InlineData("blue-green", "works", true)]
    [InlineData("blue-green", "fails on one", true)]
    [InlineData("blue-green", "fails on two", true)]
    [InlineData("blue-green", "is out of reach", true)]
    public async Task TheSameCommandAgainEndsAsIfNothingHadHappened(string strategy, string how, bool isFileChanged)
    {
        var calm = await GivenAsync(strategy);
        calm.NewProcess(FaultOf(how, new Fault()));
        var expected = await calm.DeployAsync("R2");
        Assert.Equal(how == "fails on two" ? ExitCode.RolledBack : ExitCode.Passed, expected);
        var crashes = 0;
        foreach (var kind in s_kinds)
        {
            for (var number = 1; ; number++)
            {
                var world = await GivenAsync(strategy);
                if (how == "is out of reach")
                {
                    world.Down.Add("c");
                }

                var point = new CrashPoint(kind, number);
                point.Arm(world);
                world.Plague(fault => FaultOf(how, fault));
                if (!await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")))
                {
                    break;
                }

                crashes++;
                world.NewProcess(FaultOf(how, new Fault()));
                var left = (await world.HistoryAsync()).Unfinished;
                if (isFileChanged && left?.Find<DeploymentEvent.Planned>() is not null)
                {
                    world.Listed = [.. world.Hosts.Reverse().Skip(2)];
                    world.Rollout = RolloutSpec.OneByOne;
                }

                // then the one that was left out is tried again
                var isDone = left is null && (await world.HistoryAsync()).Live!.Release == "R2";
                var exitCode = await world.DeployAsync("R2");

                var history = await world.HistoryAsync();
                var last = history.Deployments.Last(record => record.Result != DeploymentResult.Blocked);
                var place = $"{point}: {exitCode} {DeploymentText.Outcome(last)}\n{world.States}";
                Assert.True(history.Unfinished is null, place);
                Assert.True(exitCode == expected || (exitCode is ExitCode.Blocked && expected == ExitCode.RolledBack)
                    || (isDone && how != "works" && exitCode is ExitCode.RolledBack or ExitCode.Failed), place);
                Assert.True(Serves(world) == (how switch
                {
                    "works" => "R2 R2 R2 R2 R2",
                    "fails on two" => "R1 R1 R1 R1 R1",
                    _ => Serves(calm),
                }) || how == "is out of reach", place);
                Assert.True(how != "is out of reach" || Serves(world) == "R2 R2 R1 R2 R2", place);
                Assert.True(history.Deployments.All(record => record.Result != DeploymentResult.RollbackFailed), place);
            }
        }

        Assert.InRange(crashes, 60, 1000);
    }

    /// <summary>Two waves in, the file lists other hosts only: those that were switched are brought back all the same.</summary>
    [Fact]
    public async Task HostsThatTheFileNoLongerListsAreBroughtBack()
    {
        var world = await GivenAsync("restart");
        new CrashPoint("after act", 40).Arm(world);
        Assert.True(await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")));
        Assert.Contains("R2", world.Serves);
        world.NewProcess();
        world.Listed = [world.Hosts[4]];

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R3"));

        Assert.Equal("R1 R1 R1 R1 R3", Serves(world));
    }

    /// <summary>Hosts that were proven before the process died are not restarted when it goes on.</summary>
    [Fact]
    public async Task WhoWasProvenIsNotRestarted()
    {
        var world = await GivenAsync("restart");
        await DieAtTheLastHostAsync(world);

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));

        Assert.Equal(["R2"], world.Serves);
        Assert.DoesNotContain(world.Actions, act => act.StartsWith("a: sto", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Actions, act => act.StartsWith("a: start", StringComparison.Ordinal));
        Assert.Contains(world.Actions, act => act.StartsWith("a: prove", StringComparison.Ordinal));
        Assert.Contains("e: start the service in slot main", world.Actions);
    }

    /// <summary>One that was proven and does not serve any more when it goes on, as after a restart of the machine, is activated
    /// again.</summary>
    [Fact]
    public async Task WhoWasProvenAndIsDownNowIsActivatedAgain()
    {
        var world = await GivenAsync("restart");
        await DieAtTheLastHostAsync(world);
        world.Hosts[0].Reboot();

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));

        Assert.Equal(["R2"], world.Serves);
    }

    private static async Task DieAtTheLastHostAsync(DeploymentWorld world)
    {
        world.NewProcess(new Fault
        {
            Always = (host, action) =>
            {
                world.Process.DieIf(host == "e" && action is HostAction.Start);
                return null;
            },
        });
        Assert.True(await DeploymentWorld.DiesAsync(() => world.DeployAsync("R2")));
        world.NewProcess();
    }

    private static Fault FaultOf(string how, Fault fault) => fault with
    {
        Always = (host, action) => (how, host, action) switch
        {
            ("fails on one" or "fails on two", "c", HostAction.Prove { Release: "R2" }) => new HostOutcome("", "it is slow."),
            ("fails on two", "e", HostAction.Prove { Release: "R2" }) => new HostOutcome("", "it is slow."),
            _ => null,
        },
    };

    private static string Serves(DeploymentWorld world) => string.Join(' ', world.Hosts.Select(host => host.Serves));

    /// <summary>Waves a, b and c, d and e; one may fail and one may be out of reach.</summary>
    private static async Task<DeploymentWorld> GivenAsync(string strategy)
    {
        var world = new DeploymentWorld(strategy, hosts: 5)
        {
            Rollout =
                new RolloutSpec(RolloutSpec.AfterOne(new Share(2, false)), WaveOrder.Listed, new Share(1, false), new Share(1, false)),
        };
        await world.DeployAsync("R1");
        return world;
    }
}
