using System.Globalization;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: green without proof. Without a health check the least is proven: the service stays, and its port is open.</summary>
public sealed class LeastProofTests
{
    private const string Stays = "#!/bin/sh\nexec sleep 1000\n";

    [Theory]
    [InlineData("#!/bin/sh\nexit 3\n")]
    [InlineData("#!/bin/sh\necho it cannot be opened; sleep 1; exit 1\n")]
    public async Task AServiceThatEndsAtOnceIsNotLive(string run)
    {
        using var world = Given();

        var failure = (await ProveAsync(world, run)).Failure!;

        Assert.Contains("has ended", failure, StringComparison.Ordinal);
        Assert.Equal(run.Contains("opened", StringComparison.Ordinal), failure.Contains("cannot be opened", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AServiceThatStaysIs()
    {
        using var world = Given();
        var outcome = await ProveAsync(world, Stays);
        Assert.Equal((null, ""), (outcome.Failure, outcome.Summary));
    }

    /// <summary>Its port is awaited beyond the few seconds.</summary>
    [Fact]
    public async Task APortThatOpensLateIsWaitedFor()
    {
        var port = CarriedConfigurationTests.FreePort();
        using var world = Given(port);
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            #!/usr/bin/perl
            use Socket; sleep 4;
            socket(my $s, PF_INET, SOCK_STREAM, 6); setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
            bind($s, sockaddr_in({{port}}, INADDR_LOOPBACK)) or die; listen($s, 9); sleep 1000;
            """) + "\n";
        Assert.Null((await ProveAsync(world, text)).Failure);
    }

    [Fact]
    public async Task WhetherItRunsIsAskedOfTheHost()
    {
        using var world = Given();
        var release = await world.ReleaseAsync(("run", Stays));
        await world.DeployAsync(release);
        Assert.Null((await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Stopped);
        var process = world.Process()!;
        File.Delete(world[".pipelines/run/main.pid.keep"]);
        Pipelines.Adapters.Posix.Signals.SendTo(process.ProcessId, Pipelines.Adapters.Posix.Signals.Kill);
        SpinWait.SpinUntil(() => !process.IsAlive, TimeSpan.FromSeconds(10));

        Assert.Contains("ended", (await world.Host.InspectAsync(world.Job(""), HostWorld.None)).Stopped!, StringComparison.Ordinal);
    }

    private static HostWorld Given(int? port = null) => new(spec => spec with
    {
        Service = new ServiceSpec.Process(["./run"], TimeSpan.FromSeconds(1)),
        Slots = [new Slot(Slot.MainName, port)],
    })
    {
        Standing = TimeSpan.FromSeconds(3),
    };

    private static async Task<HostOutcome> ProveAsync(HostWorld world, string run)
    {
        var release = await world.ReleaseAsync(("run", run));
        var job = world.Job(release);
        var plan = world.Spec.Strategy.Deploy(world.Spec, new HostState(null, 0, []), release, job.Deployment);
        foreach (var act in plan.Prepare.Concat(plan.Activate))
        {
            await world.ApplyAsync(job, act);
        }

        return await world.ApplyAsync(job, Assert.Single(plan.Prove));
    }
}
