using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Two slots under load: no request fails, and nobody sees an old version after a new one.</summary>
public sealed class BlueGreenTests
{
    private const string Drain = "drain: 2s";

    [Fact]
    [Trait("needs", "haproxy")]
    public async Task TenDeploymentsBehindHaproxyFailNoRequest()
    {
        using var site = new Site(Configs.BlueGreen(Haproxy.Traffic, Drain));
        using var proxy = await Haproxy.StartAsync(site);
        await DeployTenTimesAsync(site, () => At(proxy.Port));
    }

    [Fact]
    [Trait("needs", "nginx")]
    public async Task TenDeploymentsBehindNginxFailNoRequest()
    {
        using var site = new Site(Configs.BlueGreen(Nginx.Servers, Drain));
        using var proxy = await Nginx.StartAsync(site);
        await DeployTenTimesAsync(site, () => At(proxy.Port), reloads: true); // old and new workers serve together for a moment
    }

    [Fact]
    [Trait("needs", "nginx")]
    public async Task TenDeploymentsBehindADirectoryThatNginxLooksAtFailNoRequest()
    {
        using var site = new Site(Configs.BlueGreen(Nginx.Directory, Drain));
        using var proxy = await Nginx.StartAsync(site, looksAtALink: true);
        await DeployTenTimesAsync(site, () => At(proxy.Port));
    }

    [Fact]
    public async Task TenDeploymentsBehindALinkFailNoRequest()
    {
        using var site = new Site(Configs.BlueGreen(Configs.LinkToPort, "drain: 300ms"));
        await DeployTenTimesAsync(site, () =>
            At(int.Parse(new DirectoryInfo(site["live-port"]).LinkTarget!, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task ABrokenVersionNeverGetsTraffic()
    {
        using var site = new Site(Configs.BlueGreen(Configs.LinkToPort, "drain: 300ms"));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await using var load = new Load(() => new Uri($"http://127.0.0.1:{new DirectoryInfo(site["live-port"]).LinkTarget}/"));
        var before = await Web.AskAsync(site.Blue);

        (await site.DeployAsync(site.Build("v2", "dies"))).Ends(4);

        Assert.Equal(before, await Web.AskAsync(site.Blue));
        Assert.Empty(load.Faults);
        Assert.Null(await Web.AskAsync(site.Green));
    }

    /// <summary>What a proxy was told and has forgotten since is told to it again before another slot is touched.</summary>
    [Fact]
    [Trait("needs", "haproxy")]
    public async Task ABrokenVersionNeverGetsTrafficOfAHaproxyThatWasRestarted()
    {
        using var site = new Site(Configs.BlueGreen(Haproxy.Traffic, Drain));
        using var proxy = await Haproxy.StartAsync(site);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await proxy.RestartAsync();
        await Eventually.TrueAsync(async () => await Web.AskAsync(proxy.Port) is not null, "v1 through the proxy");
        await using var load = new Load(() => At(proxy.Port));

        (await site.DeployAsync(site.Build("v2", "broken"))).Ends(4);

        Assert.True(load.Requests > 50);
        Assert.Empty(load.Faults);
        Assert.Equal(["v1"], load.Versions);
    }

    /// <summary>Traffic moves back as it came, with all that the proxy needs to notice.</summary>
    [Theory]
    [InlineData("servers")]
    [InlineData("link")]
    [Trait("needs", "nginx")]
    public async Task AHookThatFailsAfterTheSwitchBringsTheTrafficBack(string kind)
    {
        Func<Site, string> traffic = kind == "servers" ? Nginx.Servers : site => Nginx.Link(site, isReloaded: true);
        using var site = new Site(Configs.BlueGreen(traffic, "hooks: { after-switch: \"perl hook.pl\" }"));
        using var proxy = await Nginx.StartAsync(site);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await using var load = new Load(() => At(proxy.Port), mayMix: true, repeats: true);

        (await site.DeployAsync(site.Build("v2", "good", "after-switch"))).Ends(4);

        await Eventually.TrueAsync(async () =>
            (await Web.AskAsync(proxy.Port))?.Version == "v1", "v1 again");
        Assert.Empty(load.Faults);
    }

    /// <summary>The first deployment has no release to go back to: what the proxy was set to before serves again.</summary>
    [Fact]
    [Trait("needs", "nginx")]
    public async Task WhatTheProxyWasSetToBeforeTheFirstDeploymentIsPutBack()
    {
        using var site = new Site(Configs.BlueGreen(Nginx.Servers, "hooks: { after-switch: \"perl hook.pl\" }"));
        using var proxy = await Nginx.StartAsync(site);

        (await site.DeployAsync(site.Build("v1", "good", "after-switch"))).Ends(4);

        Assert.Equal("none.servers", new FileInfo(site["backend.servers"]).LinkTarget);
        await Eventually.TrueAsync(async () => await Web.AskAsync(proxy.Port) is null, "nothing behind the proxy");
    }

    /// <summary>A proxy that does not follow is found out by a check through it, and nobody notices.</summary>
    [Fact]
    [Trait("needs", "nginx")]
    public async Task ACheckThroughTheProxyFindsOneThatDoesNotFollow()
    {
        using var site = new Site(Configs.BlueGreen(site => Nginx.Link(site, isReloaded: false), Drain));
        using var proxy = await Nginx.StartAsync(site);
        site.Configure(site => Configs.BlueGreen(each => Nginx.Link(each, isReloaded: true), Drain)(site) + Via(proxy.Port));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        site.Configure(site => Configs.BlueGreen(each => Nginx.Link(each, isReloaded: false), Drain)(site) + Via(proxy.Port, "1s"));
        await using var load = new Load(() => At(proxy.Port));

        var outcome = (await site.DeployAsync(site.Build("v2"))).Ends(4);

        Assert.Contains("expected", outcome.All, StringComparison.Ordinal);
        Assert.Empty(load.Faults);
        Assert.Equal(["v1"], load.Versions);
    }

    /// <summary>A request that has begun is answered, however long it takes, up to the limit.</summary>
    [Fact]
    [Trait("needs", "haproxy")]
    public async Task ASlowRequestIsAnsweredBeforeTheOldOneStops()
    {
        using var site = new Site(Configs.BlueGreen(Haproxy.Traffic, "drain: 30s"));
        using var proxy = await Haproxy.StartAsync(site);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        using var http = new HttpClient();
        var slow = http.GetStringAsync(new Uri(At(proxy.Port), "slow/4"));
        await Task.Delay(500);

        (await site.DeployAsync(site.Build("v2"))).Ends(0);

        Assert.Contains("\"v1\"", await slow, StringComparison.Ordinal);
        Assert.Single(site.Services);
    }

    /// <summary>Who is connected longer than that is counted and told.</summary>
    [Fact]
    [Trait("needs", "haproxy")]
    public async Task WhoIsStillConnectedAfterTheLimitIsCounted()
    {
        using var site = new Site(Configs.BlueGreen(Haproxy.Traffic, "drain: 1s"));
        using var proxy = await Haproxy.StartAsync(site);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        using var http = new HttpClient();
        var slow = http.GetStringAsync(new Uri(At(proxy.Port), "slow/60"));
        await Task.Delay(500);

        var outcome = (await site.DeployAsync(site.Build("v2"))).Ends(0);

        Assert.Contains("slot blue: 1 connection was open after 1s", outcome.All, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => slow);
    }

    private static Uri At(int port) => new($"http://127.0.0.1:{port}/");

    private static string Via(int port, string within = "10s") => string.Create(CultureInfo.InvariantCulture,
        $"\n      - {{ http: \"http://127.0.0.1:{port}/health\", via: traffic, expect: {{ version: \"{{release}}\" }}, every: 50ms, "
            + $"within: {within} }}\n");

    private static async Task DeployTenTimesAsync(Site site, Func<Uri> address, bool reloads = false)
    {
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await using var load = new Load(address, mayMix: reloads, repeats: reloads);
        for (var version = 2; version <= 11; version++)
        {
            var asked = load.Requests;
            (await site.DeployAsync(site.Build(string.Create(CultureInfo.InvariantCulture, $"v{version}")))).Ends(0);
            load.Expect(version);
            Assert.True(load.Requests > asked);
        }

        Assert.Empty(load.Faults);
        Assert.Single(site.Services);
    }
}
