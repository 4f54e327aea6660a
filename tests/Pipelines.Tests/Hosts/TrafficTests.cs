using System.Net.Sockets;
using System.Text;
using Pipelines.Adapters.Hosts.Traffic;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Traffic;

namespace Pipelines.Tests.Hosts;

/// <summary>How traffic moves between two slots, on a host in a directory.</summary>
public sealed class TrafficTests
{
    [Fact]
    public async Task NginxIncludesTheServersOfTheSlotsThatHaveAShare()
    {
        using var world =
            TwoSlots(root => new TrafficSpec.Nginx($"{root}/servers", ["sh", "-c", $"echo reloaded {{percent}} >>{root}/reloads"]));
        var job = await LiveInBlueAsync(world);

        await world.ApplyAsync(job, new HostAction.Route("green", 10));
        var divided = await File.ReadAllTextAsync(world["servers"]);
        await world.ApplyAsync(job, new HostAction.Route("green"));

        Assert.Equal("server 127.0.0.1:65002 weight=10;\nserver 127.0.0.1:65001 weight=90;\n", divided);
        Assert.Equal("server 127.0.0.1:65002 weight=100;\n", await File.ReadAllTextAsync(world["servers"]));
        Assert.Equal(["reloaded 100", "reloaded 10", "reloaded 100"], await File.ReadAllLinesAsync(world["reloads"]));
    }

    /// <summary>What an interrupted deployment may have moved is moved back; what is known to be right is left alone.</summary>
    [Theory]
    [InlineData(100, 2)]
    [InlineData(10, 2)]
    [InlineData(0, 1)]
    public async Task TrafficIsHeldWhereTheLiveReleaseIs(int moved, int commands)
    {
        using var world = TwoSlots(root => new TrafficSpec.Command(["sh", "-c", $"echo {{slot}} {{percent}} >>{root}/moves"]));
        var job = await LiveInBlueAsync(world);
        if (moved > 0)
        {
            await world.ApplyAsync(job, new HostAction.Route("green", moved));
        }

        await world.ApplyAsync(job, new HostAction.Hold("blue"));

        var moves = await File.ReadAllLinesAsync(world["moves"]);
        Assert.Equal("blue 100", moves[^1]);
        Assert.Equal(commands, moves.Count(line => line.StartsWith("blue", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("No such server.\n", "HAProxy refuses \"web/blue weight 0%\", \"web/blue state ready\": No such server.")]
    [InlineData("Permission denied\n", "HAProxy refuses \"web/blue weight 0%\", \"web/blue state ready\": Permission denied")]
    [InlineData("<html>\u001b[31m</html>", "HAProxy refuses \"web/blue weight 0%\", \"web/blue state ready\": <html>")]
    [InlineData(null, "HAProxy at")]
    public async Task WhatHaproxyRefusesIsTold(string? answer, string says)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var world = TwoSlots(_ => new TrafficSpec.HaProxy(path, "web", "{slot}"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        if (answer is not null)
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            _ = Task.Run(async () =>
            {
                for (var turn = 0; turn < 2; turn++) // the state is asked for, and then changed
                {
                    using var client = await listener.AcceptAsync();
                    await client.ReceiveAsync(new byte[200]);
                    await client.SendAsync(Encoding.UTF8.GetBytes(answer));
                }
            });
        }

        var error = await Assert.ThrowsAsync<PipelineException>(() => LiveInBlueAsync(world));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
        File.Delete(path);
    }

    [Theory]
    [InlineData("1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state\n3 web 1 blue 127.0.0.1 2 0\n", true)]
    [InlineData("1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state\n3 web 1 blue 127.0.0.1 0 0\n", false)]
    [InlineData("1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state\n3 web 1 blue 127.0.0.1 2 1\n", false)]
    [InlineData("1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state\n3 web 1 green 127.0.0.1 2 0\n", false)]
    [InlineData("1\n# srv_name\nblue 2 0\n", false)]
    [InlineData("<html>", false)]
    [InlineData("", false)]
    public void AServerIsUpWhenHaproxySaysSo(string answer, bool isUp) => Assert.Equal(isUp, HaProxyServers.IsUp(answer, "blue"));

    [Theory]
    [InlineData("2 0 100", true)]
    [InlineData("2 0 0", false)]
    [InlineData("2 1 100", false)]
    [InlineData("0 0 100", false)]
    public void AServerServesWhenItIsUpAndHasAWeight(string values, bool serves) => Assert.Equal(serves, HaProxyServers.IsServing(
        $"1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight\n3 web 1 blue 127.0.0.1 {values}\n", "blue"));

    private static HostWorld TwoSlots(Func<string, TrafficSpec> traffic) => new(spec => spec with
    {
        Strategy = Strategy.BlueGreen,
        Slots = [new Slot("blue", 65001), new Slot("green", 65002)],
        Traffic = traffic(spec.Root),
    });

    /// <summary>Deploys a release, and stages another one in the slot green. The job of the latter.</summary>
    private static async Task<HostJob> LiveInBlueAsync(HostWorld world)
    {
        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));
        var job = world.Job(await world.ReleaseAsync(("v", "2")));
        await world.ApplyAsync(job, new HostAction.Stage(job.Release));
        await world.ApplyAsync(job, new HostAction.Point("green", job.Release, job.Deployment));
        return job;
    }
}
