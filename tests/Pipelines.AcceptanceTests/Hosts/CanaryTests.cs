using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Traffic moves in steps, and what does not stand them is rolled back.</summary>
public sealed class CanaryTests
{
    private const string Steps = "canary: { percent: [10, 50], pause: 1500ms }";

    [Theory]
    [InlineData("haproxy")]
    [InlineData("nginx")]
    [Trait("needs", "haproxy")]
    [Trait("needs", "nginx")]
    public async Task BothVersionsServeTheirSharesAndNoRequestFails(string kind)
    {
        using var site = new Site(Configs.BlueGreen(kind == "haproxy" ? Haproxy.Traffic : Nginx.Servers, Steps, "canary"));
        var (proxy, port) = await StartAsync(kind, site);
        using var ends = proxy;
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await using var load = new Load(() => new Uri($"http://127.0.0.1:{port}/"), mayMix: true);

        var deploying = site.DeployAsync(site.Build("v2"));
        await Eventually.TrueAsync(() => load.Versions.Contains("v2"), "the first answer of v2");
        var shares = new List<double>();
        for (var before = load.Answers; !deploying.IsCompleted; before = load.Answers)
        {
            await Task.Delay(500);
            var (all, fresh) = (load.Answers.Values.Sum() - before.Values.Sum(), Of(load.Answers) - Of(before));
            shares.Add(all == 0 ? 0 : (double)fresh / all);
        }

        (await deploying).Ends(0);
        Assert.Contains(shares, share => share is > 0.02 and < 0.3);
        Assert.Contains(shares, share => share is > 0.3 and < 0.7);
        Assert.Empty(load.Faults);
        Assert.Single(site.Services);

        static int Of(IReadOnlyDictionary<string, int> answers) => answers.GetValueOrDefault("v2");
    }

    /// <summary>It works until it has had some traffic: most requests never meet it.</summary>
    [Fact]
    [Trait("needs", "haproxy")]
    public async Task AVersionThatTiresUnderAShareIsRolledBack()
    {
        using var site = new Site(Configs.BlueGreen(Haproxy.Traffic, Steps, "canary"));
        using var proxy = await Haproxy.StartAsync(site);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await using var load = new Load(() => new Uri($"http://127.0.0.1:{proxy.Port}/"), mayMix: true);

        (await site.DeployAsync(site.Build("v2", "tires"))).Ends(4);

        Assert.Equal("v1", (await Web.AskAsync(proxy.Port))!.Version);
        Assert.True(load.Answers["v2"] < load.Answers["v1"] / 2);
        Assert.Empty(load.Faults);
        Assert.Single(site.Services);
    }

    private static async Task<(IDisposable Proxy, int Port)> StartAsync(string kind, Site site)
    {
        if (kind == "haproxy")
        {
            var proxy = await Haproxy.StartAsync(site);
            return (proxy, proxy.Port);
        }

        var nginx = await Nginx.StartAsync(site);
        return (nginx, nginx.Port);
    }
}
