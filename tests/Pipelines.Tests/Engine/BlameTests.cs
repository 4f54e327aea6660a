using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts;

namespace Pipelines.Tests.Engine;

/// <summary>The kind: an innocent release is known bad because its configuration was wrong. Blame falls on what has not worked
/// before.</summary>
public sealed class BlameTests
{
    [Fact]
    public async Task AReleaseThatFailsWithAProvenConfigurationIsAtFaultWithAnyConfiguration()
    {
        var world = await GivenAsync();

        Assert.Equal(Blame.Release, await FailAsync(world, "R2"));

        Assert.Equal(ExitCode.Blocked, await world.DeployAsync("R2"));
        world.Settings = "2";
        Assert.Equal(ExitCode.Blocked, await world.DeployAsync("R2"));
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2", again: true));
    }

    [Fact]
    public async Task AConfigurationThatFailsWithAProvenReleaseIsAtFaultUntilItIsMended()
    {
        var world = await GivenAsync();
        world.Settings = "wrong";

        Assert.Equal(Blame.Configuration, await FailAsync(world, "R1"));

        Assert.Equal(ExitCode.Blocked, await world.DeployAsync("R1"));
        world.Settings = "mended";
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R1"));
        var live = (await world.HistoryAsync()).Live!.Find<DeploymentEvent.Configured>()!.Settings;
        Assert.Equal("mended", $"{live["environments"]!["production"]!["deploy"]!["port"]}");
    }

    /// <summary>A new release with a new configuration, as in a commit that changes both; and the very first deployment.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhereNeitherHasWorkedEitherMayBeMended(bool isFirst)
    {
        var world = isFirst ? new DeploymentWorld { Settings = "1" } : await GivenAsync();
        world.Settings = "wrong";

        Assert.Equal(Blame.ReleaseOrConfiguration, await FailAsync(world, "R2"));

        Assert.Equal(ExitCode.Blocked, await world.DeployAsync("R2"));
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R3"));
        world.Settings = "mended";
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
    }

    [Fact]
    public async Task AHostThatCannotIsAtFaultAndNothingIsKnownBad()
    {
        var world = await GivenAsync();
        world.NewProcess(new Fault { At = 2, Before = (_, _) => throw new PipelineException("disk full") });

        Assert.Equal(ExitCode.Failed, await world.DeployAsync("R2"));

        Assert.Equal(Blame.Host, (await world.HistoryAsync()).Deployments[^1].Find<DeploymentEvent.Failed>()!.Blame);
        world.NewProcess();
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R2"));
    }

    [Fact]
    public async Task TheSameReleaseWithAnotherConfigurationIsDeployedAndTheChangeTold()
    {
        var world = await GivenAsync();
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R1"));
        Assert.True((await world.HistoryAsync()).Deployments[^1].Find<DeploymentEvent.Completed>()!.Unchanged);
        world.Settings = "2";

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R1"));

        Assert.False((await world.HistoryAsync()).Deployments[^1].Find<DeploymentEvent.Completed>()!.Unchanged);
        Assert.Contains(world.Reporter.Infos, line => line.Contains("deploy.port: 1 -> 2", StringComparison.Ordinal));
    }

    private static async Task<DeploymentWorld> GivenAsync()
    {
        var world = new DeploymentWorld { Settings = "1" };
        Assert.Equal(ExitCode.Passed, await world.DeployAsync("R1"));
        return world;
    }

    /// <summary>The service does not start; what was live does.</summary>
    private static async Task<Blame?> FailAsync(DeploymentWorld world, string release)
    {
        var isFailed = false;
        HostOutcome? FailOnce(HostAction act)
        {
            var fails = act is HostAction.Start && !isFailed;
            isFailed |= fails;
            return fails ? new HostOutcome("", "it does not start.") : null;
        }

        world.NewProcess(new Fault { Always = (_, act) => FailOnce(act) });
        Assert.Equal(ExitCode.RolledBack, await world.DeployAsync(release));
        world.NewProcess();
        return (await world.HistoryAsync()).Deployments[^1].Find<DeploymentEvent.Failed>()!.Blame;
    }
}
