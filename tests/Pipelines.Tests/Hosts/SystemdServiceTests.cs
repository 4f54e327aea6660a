using Pipelines.Adapters.Hosts.Services;
using Pipelines.Errors;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Hosts;

public sealed class SystemdServiceTests
{
    private readonly RecordingProcessRunner _processes = new();

    [Fact]
    public async Task StartForgetsEarlierFailuresFirst()
    {
        _processes.On("systemctl reset-failed -- app.service", exitCode: 1).On("systemctl start -- app.service");

        Assert.Null(await Service().StartAsync(CancellationToken.None));

        Assert.Equal(["systemctl reset-failed -- app.service", "systemctl start -- app.service"],
            _processes.Commands.Select(command => command.ToString()));
        Assert.All(_processes.Commands, command => Assert.NotNull(command.TimeLimit));
    }

    [Fact]
    public async Task AStartThatFailsSaysWhy()
    {
        _processes.On("systemctl reset-failed -- app.service")
            .On("systemctl start -- app.service", exitCode: 5, output: "Unit app.service not found.\n");

        Assert.Equal("systemctl start app.service: Unit app.service not found.", await Service().StartAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("active", null)]
    [InlineData("activating", null)]
    [InlineData("reloading", null)]
    [InlineData("inactive", "unit app.service is inactive.")]
    [InlineData("failed", "unit app.service is failed.")]
    [InlineData("deactivating", "unit app.service is deactivating.")]
    public async Task TheStateOfTheUnitTellsWhetherItLives(string state, string? death)
    {
        _processes.On("systemctl is-active -- app.service", exitCode: death is null ? 0 : 3, output: state + "\n");

        Assert.Equal(death, await Service().DeathAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("inactive", false)]
    [InlineData("active", true)]
    public async Task AStopThatFailsMattersOnlyWhileTheUnitLives(string state, bool fails)
    {
        _processes.On("systemctl stop -- app.service", exitCode: 5, output: "no").On("systemctl is-active -- app.service", output: state);

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
    public async Task AHostWithoutAJournalHasNoLastWords()
    {
        _processes.On(command => command.FileName == "journalctl", (_, _) => throw new PipelineException("not on PATH"));

        Assert.Equal("", await Service().LogTailAsync(CancellationToken.None));
    }

    private SystemdService Service() => new("app.service", _processes);
}
