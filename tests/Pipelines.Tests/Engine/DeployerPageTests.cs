using Pipelines.Errors;

namespace Pipelines.Tests.Engine;

/// <summary>The platform's page of environments.</summary>
public sealed class DeployerPageTests
{
    private readonly DeploymentWorld _world = new() { Page = new FakePage() };

    [Fact]
    public async Task ADeploymentIsShownFromItsBeginToItsEnd()
    {
        Assert.Equal(ExitCode.Passed, await _world.DeployAsync("R1"));

        Assert.Equal(
            "Requested LeaseTaken Admitted Shown Packaged Planned Staged Staged Activating Activated Activating Activated Completed",
            await _world.LastEventsAsync());
        Assert.Equal(["1 InProgress admitted: ", "1 Success completed"], _world.Page!.Entries);
        var entry = Assert.Single(_world.Page.Opened);
        Assert.Equal(("production", "commit-of-R1", "https://backend.example.test", false),
            (entry.Environment, entry.Commit, entry.EnvironmentUrl, entry.IsRollback));
    }

    [Fact]
    public async Task ARollbackAndAFailureAreShownAsSuch()
    {
        await _world.DeployAsync("R1");
        await _world.DeployAsync("R2");
        await _world.RollBackAsync();
        _world.Broken.Add("R3");
        Assert.Equal(ExitCode.RolledBack, await _world.DeployAsync("R3"));

        Assert.Equal([false, false, true, false], _world.Page!.Opened.Select(entry => entry.IsRollback));
        Assert.Equal("3 Success completed", _world.Page.Entries[5]);
        Assert.StartsWith("4 Failure a: ", _world.Page.Entries[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneThatTheGateStopsAtTheLastMomentIsCalledOff()
    {
        _world.SecondAnswer = new("freeze", "frozen.", null);
        Assert.Equal(ExitCode.Blocked, await _world.DeployAsync("R1"));
        Assert.Equal("1 Inactive frozen.", _world.Page!.Entries[^1]);
    }

    /// <summary>Whoever finishes it shows its end, with the id that the log keeps.</summary>
    [Fact]
    public async Task AfterEveryDeathTheEndIsShown()
    {
        var crashes = 0;
        foreach (var point in CrashPoint.All())
        {
            var world = new DeploymentWorld { Page = new FakePage() };
            point.Arm(world);
            if (await DeploymentWorld.DiesAsync(() => world.DeployAsync("R1")))
            {
                crashes++;
                world.NewProcess();
                await world.DeployAsync("R1");
            }

            Assert.True(world.Page.Entries[^1].EndsWith(" Success completed", StringComparison.Ordinal)
                || world.Page.Entries[^1].Contains("it was already live", StringComparison.Ordinal), $"{point}: {world.Page.Entries[^1]}");
        }

        Assert.InRange(crashes, 20, CrashPoint.All().Count() - 1);
    }

    [Theory]
    [InlineData(ExitCode.Failed, 2, 0)]
    [InlineData(ExitCode.BadInput, 0, 2)] // most workflows give their token no right to it
    public async Task AnOutageOfThePlatformFailsNothing(ExitCode fault, int warnings, int lines)
    {
        await _world.DeployAsync("R0");
        _world.Page!.Fault = new PipelineException("GitHub cannot be asked: connection refused.", exitCode: fault);

        Assert.Equal(ExitCode.Passed, await _world.DeployAsync("R1"));
        _world.Page.Fault = null;
        await _world.DeployAsync("R2");
        _world.Page.Fault = new PipelineException("GitHub cannot be asked: connection refused.", exitCode: fault);
        Assert.Equal(ExitCode.Passed, await _world.DeployAsync("R3"));

        Assert.Equal(["R3"], _world.Serves);
        Assert.Equal(warnings, _world.Reporter.Warnings.Count);
        Assert.Equal(lines, _world.Reporter.Infos.Count(line => line.Contains("page of environments", StringComparison.Ordinal)));
        Assert.All(_world.Reporter.Warnings, warning =>
            Assert.Equal("page of environments: the deployment is not shown there: GitHub cannot be asked: connection refused.",
                warning.ToString()));
    }
}
