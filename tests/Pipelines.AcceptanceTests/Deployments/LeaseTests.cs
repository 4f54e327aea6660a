using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Deployments;

/// <summary>Two deployments of one environment, at the same time or one across the other.</summary>
public sealed class LeaseTests
{
    private const string Hooks = "hooks: { before-switch: perl hook.pl, after-switch: perl hook.pl }";

    [Fact]
    public async Task OfTwoAtTheSameTimeOneWinsAndTheOtherIsToldWho()
    {
        using var site = new Site(Configs.Restart(deploy: Hooks));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var (second, third) = (site.Build("v2"), site.Build("v3"));
        using var first = await Holding.DeployAsync(site, "before-switch", second, "--actor", "ada");

        (await site.DeployAsync(third, "--actor", "bob")).Ends(11).Says("ada", "in progress");
        (await site.RunAsync("status")).Ends(0).Says("deploying", "ada");
        Holding.LetGo(site, "before-switch");

        (await first.EndAsync()).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
        Assert.Equal(["succeeded", "succeeded"],
            (await site.HistoryAsync()).Select(deployment => deployment!["result"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("before-switch")]
    [InlineData("after-switch")]
    public async Task AStoppedDeployerPastItsLeaseIsOvertakenAndChangesNothingAnyMore(string point)
    {
        using var site = new Site(Configs.Restart(deploy: Hooks));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var (second, third) = (site.Build("v2"), site.Build("v3"));
        using var stopped = await Holding.DeployAsync(site, point, second, "--lease", "4s");
        await Signals.StopAsync(stopped.Id);
        Holding.LetGo(site, point);

        await Eventually.TrueAsync(() => LeaseIsOver(site), "the end of the lease");
        (await site.DeployAsync(third)).Ends(0).Says("was interrupted");
        var (state, service) = (site.State.ToJsonString(), await site.ServedAsync());
        Assert.Equal("v3", service!.Version);

        await Signals.ContinueAsync(stopped.Id);
        (await stopped.EndAsync()).Ends(11);

        Assert.Equal(state, site.State.ToJsonString());
        Assert.Equal(service, await site.ServedAsync());
        Assert.Single(site.Services);
        Assert.Equal("succeeded", (await site.HistoryAsync())[0]!["result"]!.GetValue<string>());
    }

    private static bool LeaseIsOver(Site site)
    {
        var lease = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(site[".pipelines/store/tiny/leases/production.json"]))!;
        return lease["expires_at"]!.GetValue<DateTimeOffset>() <= TimeProvider.System.GetUtcNow();
    }
}
