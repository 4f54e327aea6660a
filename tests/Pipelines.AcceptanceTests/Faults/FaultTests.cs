using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Faults;

/// <summary>What goes wrong with a release or on a host: one clear error, the right status, the old version live.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task AServiceThatNeverGetsHealthyIsRolledBack()
    {
        using var site = await LiveAsync(Configs.Restart(within: "4s"));

        var failed = (await site.DeployAsync(site.Build("v2", "broken"), "--output", "json")).Ends(4);

        Assert.Contains("500", failed.Text("message"), StringComparison.Ordinal);
        Assert.Contains("tiny v2 starts", $"{(await site.HistoryAsync())[0]!["failure"]}", StringComparison.Ordinal);
        await V1IsLiveAsync(site);
    }

    [Fact]
    public async Task AServiceThatDiesAtStartIsNoticedAtOnceAndItsLogIsTold()
    {
        using var site = await LiveAsync(Configs.Restart(within: "5m"));
        var since = Stopwatch.GetTimestamp();

        (await site.DeployAsync(site.Build("v2", "dies"))).Ends(4).Says("has ended", "the ledger cannot be opened");

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromMinutes(2));
        await V1IsLiveAsync(site);
    }

    [Fact]
    public async Task ALiveServiceThatDiesIsStartedAgainAndStatusTellsIt()
    {
        using var site = await LiveAsync(Configs.Restart());
        var first = (await site.ServedAsync())!;

        using (var service = Process.GetProcessById(first.Pid))
        {
            service.Kill();
        }

        await Eventually.TrueAsync(async () => await site.ServedAsync() is { Version: "v1" } now && now.Pid != first.Pid, "it answers again");
        (await site.RunAsync("status")).Ends(0).Says("restarted once");
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
        Assert.Single(site.Services);
    }

    /// <summary>The configuration is at fault, and what was live runs as it did.</summary>
    [Fact]
    public async Task AWrongCommandIsRolledBackAndTheReleaseIsDeployedOnceItIsCorrected()
    {
        using var site =
            await LiveAsync(Configs.Restart(), site =>
                Configs.Restart()(site).Replace("perl serve.pl", "serve.pl", StringComparison.Ordinal));

        (await site.DeployAsync(site.Build("v2"))).Ends(4).Says("serve.pl: not found");
        await V1IsLiveAsync(site);

        site.Configure(Configs.Restart());
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task APortThatAnotherProgramUsesIsTold()
    {
        using var site = await LiveAsync(Configs.BlueGreen(Configs.LinkToPort));
        using var other = new TcpListener(IPAddress.Loopback, site.Green);
        other.Start();

        (await site.DeployAsync(site.Build("v2"))).Ends(4).Says($"port {site.Green} is in use");

        Assert.Equal("v1", (await Web.AskAsync(site.Blue))!.Version);
        Assert.Equal(new DirectoryInfo(site["live-port"]).LinkTarget, $"{site.Blue}");
    }

    [Fact]
    public async Task AFirstDeploymentThatFailsLeavesNothing()
    {
        using var site = new Site(Configs.Restart());

        (await site.DeployAsync(site.Build("v1", "dies"))).Ends(4).Says("No release was live before");

        Assert.Null(await site.ServedAsync());
        Assert.Empty(site.Services);
        Assert.False(Path.Exists(site["live/current"]));
    }

    [Fact]
    public async Task AnInstallThatFailsStopsNothing()
    {
        using var site = await LiveAsync(Configs.Restart(), Configs.Restart(deploy: "install: perl -e \"print 'no registry'; exit 3\""));
        var before = await site.ServedAsync();

        var failed = (await site.DeployAsync(site.Build("v2"), "--output", "json")).Ends(1);

        Assert.Equal("failed", failed.Text("outcome"));
        Assert.Contains("install", failed.Text("message"), StringComparison.Ordinal);
        Assert.Contains("no registry", failed.All, StringComparison.Ordinal);
        Assert.Null(failed.Json["downtime_ms"]);
        Assert.Equal(before, await site.ServedAsync());
    }

    /// <summary>A site where v1 is live.</summary>
    /// <param name="first">How v1 was deployed.</param>
    /// <param name="then">What the test deploys with; null for the same.</param>
    private static async Task<Site> LiveAsync(Func<Site, string> first, Func<Site, string>? then = null)
    {
        var site = new Site(first);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        site.Configure(then ?? first);
        return site;
    }

    private static async Task V1IsLiveAsync(Site site)
    {
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        Assert.Single(site.Services);
        (await site.RunAsync("health-check")).Ends(0);
    }
}
