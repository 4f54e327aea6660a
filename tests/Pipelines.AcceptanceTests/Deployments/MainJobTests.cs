using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Deployments;

/// <summary>The main job with the example service: what README promises.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task V1GoesLiveABrokenV2IsRolledBackAndV3GoesLive()
    {
        using var site = new Site(HelloApp.Config);

        var first = (await site.DeployAsync(await HelloApp.VersionAsync(site, "v1"))).Ends(0);
        Assert.Equal("Hello from v1\n", await Web.GetAsync(site.Port));

        var second = (await site.DeployAsync(await HelloApp.VersionAsync(site, "v2", healthy: false), "--output", "json")).Ends(4);
        Assert.Equal("rolled-back", second.Text("outcome"));
        Assert.Contains("500", second.Text("message"), StringComparison.Ordinal);
        Assert.Equal("Hello from v1\n", await Web.GetAsync(site.Port));
        (await site.RunAsync("history", "--deployment", second.Text("deployment_id"))).Ends(0)
            .Says("rolling back", "is live again", "rolled back");

        (await site.DeployAsync(await HelloApp.VersionAsync(site, "v3"))).Ends(0).Says("is live in production");
        Assert.Equal("Hello from v3\n", await Web.GetAsync(site.Port));
        Assert.Single(site.Services);

        first.Says("prove that release", "healthy after", "is live in production");
        await HistoryAndStatusTellItAsync(site);
    }

    private static async Task HistoryAndStatusTellItAsync(Site site)
    {
        var history = await site.HistoryAsync();
        Assert.Equal(["succeeded", "rolled-back", "succeeded"], history.Select(deployment => deployment!["result"]!.GetValue<string>()));
        Assert.All(history, deployment => Assert.True(deployment!["duration_ms"]!.GetValue<long>() > 0));
        Assert.Equal("completed", history[0]!["events"]!.AsArray()[^1]!["event"]!.GetValue<string>());

        var table = (await site.RunAsync("history")).Ends(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, table.Length);
        Assert.StartsWith("DEPLOYMENT", table[0], StringComparison.Ordinal);
        Assert.Contains("rolled-back", table[2], StringComparison.Ordinal);

        var status = (await site.RunAsync("status", "--output", "json")).Ends(0);
        Assert.Equal("idle", status.Text("state"));
        Assert.Equal(history[0]!["release"]!.GetValue<string>(), status.Text("release"));
        Assert.Equal(status.Text("release"), site.State["live"]!["release"]!.GetValue<string>());
        (await site.RunAsync("status")).Ends(0).Says($"release {status.Text("release")}", "idle.", "local");

        var whole = (await site.RunAsync("history", "verify", "--output", "json")).Ends(0);
        Assert.Equal(history.Sum(deployment => deployment!["events"]!.AsArray().Count), whole.Json["events"]!.GetValue<int>());
    }
}
