using System.Globalization;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Two slots under load: no request fails, and nobody sees an old version after a new one.</summary>
public sealed class BlueGreenTests
{
    private const string Drain = "drain: 300ms";

    [Fact]
    [Trait("needs", "haproxy")]
    public async Task TenDeploymentsBehindHaproxyFailNoRequest()
    {
        using var site = new Site(Configs.BlueGreen(Haproxy.Traffic, Drain));
        using var proxy = await Haproxy.StartAsync(site);
        await DeployTenTimesAsync(site, () => new Uri($"http://127.0.0.1:{proxy.Port}/"));
    }

    [Fact]
    public async Task TenDeploymentsBehindALinkFailNoRequest()
    {
        using var site = new Site(Configs.BlueGreen(Configs.LinkToPort, Drain));
        await DeployTenTimesAsync(site, () => new Uri($"http://127.0.0.1:{new DirectoryInfo(site["live-port"]).LinkTarget}/"));
    }

    [Fact]
    public async Task ABrokenVersionNeverGetsTraffic()
    {
        using var site = new Site(Configs.BlueGreen(Configs.LinkToPort, Drain));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await using var load = new Load(() => new Uri($"http://127.0.0.1:{new DirectoryInfo(site["live-port"]).LinkTarget}/"));
        var before = await Web.AskAsync(site.Blue);

        (await site.DeployAsync(site.Build("v2", "dies"))).Ends(4);

        Assert.Equal(before, await Web.AskAsync(site.Blue));
        Assert.Empty(load.Faults);
        Assert.Null(await Web.AskAsync(site.Green));
    }

    private static async Task DeployTenTimesAsync(Site site, Func<Uri> address)
    {
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await using var load = new Load(address);
        for (var version = 2; version <= 11; version++)
        {
            var asked = load.Requests;
            (await site.DeployAsync(site.Build(string.Create(CultureInfo.InvariantCulture, $"v{version}")))).Ends(0);
            Assert.True(load.Requests > asked);
        }

        Assert.Empty(load.Faults);
        Assert.Single(site.Services);
    }
}
