using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;

namespace Pipelines.Tests.Hosts;

public sealed class CommandServiceTests
{
    private static readonly (string Path, string Text)[] Scripts =
    [
        ("bin/start", "#!/bin/sh\ntouch ../../up && echo \"started in $PIPELINES_SLOT\" && test ! -e ../../broken\n"),
        ("bin/stop", "#!/bin/sh\ntest ! -e ../../stuck && rm ../../up\n"),
        ("bin/status", "#!/bin/sh\ntest -e ../../up\n"),
    ];

    [Fact]
    public async Task ItsCommandsRunInTheReleaseAndOnlyARunningOneIsStopped()
    {
        using var world = Given();
        var job = await world.DeployAsync(await world.ReleaseAsync(Scripts));
        Assert.True(File.Exists(world["up"]));

        await world.ApplyAsync(job, new HostAction.Stop("main"));
        await world.ApplyAsync(job, new HostAction.Stop("main"));

        Assert.False(File.Exists(world["up"]));
    }

    [Fact]
    public async Task AStartThatFailsIsTheReleasesFaultAndSaysWhatItPrinted()
    {
        using var world = Given();
        var release = await world.ReleaseAsync(Scripts);
        var job = await world.DeployAsync(release);
        await world.ApplyAsync(job, new HostAction.Stop("main"));
        await File.WriteAllTextAsync(world["broken"], "");

        var outcome = await world.ApplyAsync(job, new HostAction.Start("main"));

        Assert.StartsWith("the start command ended with status 1: started in main", outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServiceThatCannotBeStoppedIsAnError()
    {
        using var world = Given();
        var job = await world.DeployAsync(await world.ReleaseAsync(Scripts));
        await File.WriteAllTextAsync(world["stuck"], "");

        var error = await Assert.ThrowsAsync<PipelineException>(() => world.ApplyAsync(job, new HostAction.Stop("main")));

        Assert.StartsWith("the stop command ended with status 1", error.Message, StringComparison.Ordinal);
    }

    private static HostWorld Given() =>
        new(spec => spec with { Service = new ServiceSpec.Commands(["bin/start"], ["bin/stop"], ["bin/status"]) });
}
