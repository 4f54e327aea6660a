using Pipelines.Adapters.Hosts.Services;
using Pipelines.Errors;
using Pipelines.Hosts.Services;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Hosts;

public sealed class SystemdServiceTests
{
    private readonly RecordingProcessRunner _processes = new();

    [Fact]
    public async Task StartForgetsEarlierFailuresFirst()
    {
        _processes.On("systemctl show --property NeedDaemonReload -- app.service", output: "NeedDaemonReload=no\n")
            .On("systemctl reset-failed -- app.service", exitCode: 1).On("systemctl start -- app.service");

        Assert.Null(await Service().StartAsync(CancellationToken.None));

        Assert.Equal(
            ["systemctl show --property NeedDaemonReload -- app.service", "systemctl reset-failed -- app.service",
                "systemctl start -- app.service"],
            _processes.Commands.Select(command => command.ToString()));
        Assert.All(_processes.Commands, command => Assert.NotNull(command.TimeLimit));
    }

    [Fact]
    public async Task AStartThatFailsSaysWhy()
    {
        _processes.On("systemctl show --property NeedDaemonReload -- app.service").On("systemctl reset-failed -- app.service")
            .On("systemctl start -- app.service", exitCode: 5, output: "Unit app.service not found.\n");

        Assert.Equal("systemctl start app.service: Unit app.service not found.", await Service().StartAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("active", null)]
    [InlineData("activating", null)]
    [InlineData("reloading", null)]
    [InlineData("inactive", "unit app.service is inactive.")]
    [InlineData("failed", "unit app.service is failed: exit-code.")]
    [InlineData("deactivating", "unit app.service is deactivating.")]
    public async Task TheStateOfTheUnitTellsWhetherItLives(string state, string? death)
    {
        _processes.On("systemctl show --property ActiveState,SubState,Result -- app.service",
            output: $"ActiveState={state}\nSubState=start\nResult=exit-code\n");

        Assert.Equal(death, await Service().DeathAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("inactive", false)]
    [InlineData("active", true)]
    public async Task AStopThatFailsMattersOnlyWhileTheUnitLives(string state, bool fails)
    {
        _processes.On("systemctl stop -- app.service", exitCode: 5, output: "no")
            .On("systemctl show --property ActiveState,SubState,Result -- app.service", output: $"ActiveState={state}\n");

        var stopping = Service().StopAsync(CancellationToken.None);

        if (fails)
        {
            Assert.StartsWith("systemctl stop app.service: no", (await Assert.ThrowsAsync<PipelineException>(() => stopping)).Message,
                StringComparison.Ordinal);
        }
        else
        {
            await stopping;
        }
    }

    [Fact]
    public async Task AUnitThatWasStartedTooOftenIsSaidToBe()
    {
        _processes.On("systemctl show --property ActiveState,SubState,Result -- app.service",
            output: "ActiveState=failed\nSubState=failed\nResult=start-limit-hit\n");

        Assert.Equal("unit app.service is failed: it was started too often (start-limit-hit).",
            await Service().DeathAsync(CancellationToken.None));
    }

    [Fact]
    public async Task AUnitThatKeepsEndingIsDeadAlthoughSystemdStartsItAgain()
    {
        _processes.On("systemctl show --property ActiveState,SubState,Result -- app.service",
            output: "ActiveState=activating\nSubState=auto-restart\nResult=exit-code\n");

        Assert.Equal("unit app.service has ended, and systemd is about to start it again: exit-code.",
            await Service().DeathAsync(CancellationToken.None));
    }

    [Fact]
    public async Task AUnitThatWasChangedIsReadAgainBeforeItStarts()
    {
        _processes.On("systemctl show --property NeedDaemonReload -- app.service", output: "NeedDaemonReload=yes\n").On("systemctl daemon-reload")
            .On("systemctl reset-failed -- app.service").On("systemctl start -- app.service");

        Assert.Null(await Service().StartAsync(CancellationToken.None));

        Assert.Equal("systemctl daemon-reload", _processes.Commands[1].ToString());
    }

    /// <summary>What sudo does not allow is tried as it is: polkit may, and if not, its message tells.</summary>
    [Theory]
    [InlineData(0, "sudo --non-interactive -- systemctl stop -- app.service")]
    [InlineData(1, "systemctl stop -- app.service")]
    public async Task WhoIsNotRootAsksThroughSudoWhereSudoAllowsIt(int allowed, string expected)
    {
        _processes.On("sudo --non-interactive --list -- systemctl stop -- app.service", exitCode: allowed).On(expected);

        await Service(isRoot: false).StopAsync(CancellationToken.None);

        Assert.Equal(expected, _processes.Commands[^1].ToString());
    }

    [Fact]
    public async Task WhereThereIsNoSudoItIsTriedAsItIs()
    {
        _processes.On(command => command.FileName == "sudo", (_, _) => throw new PipelineException("not on PATH"))
            .On("systemctl stop -- app.service");

        await Service(isRoot: false).StopAsync(CancellationToken.None);

        Assert.Equal("systemctl stop -- app.service", _processes.Commands[^1].ToString());
    }

    [Fact]
    public async Task AHostWithoutAJournalHasNoLastWords()
    {
        _processes.On(command => command.FileName == "journalctl", (_, _) => throw new PipelineException("not on PATH"));

        Assert.Equal("", await Service().LogTailAsync(CancellationToken.None));
    }

    private SystemdService Service(bool isRoot = true) => new("app.service", new SystemdCommands("app.service", generated: null),
        new RootCommands(isRoot, _processes), _processes);
}
