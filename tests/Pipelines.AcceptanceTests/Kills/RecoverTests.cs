using System.Globalization;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Kills;

/// <summary>What a killed deployment left is ended without deploying anything else.</summary>
[Trait("needs", "strace")]
public sealed class RecoverTests
{
    [Fact]
    public async Task AfterAKillBeforeEveryEventWhatWasLeftIsFinishedOrUndone()
    {
        using var site = new Site(Configs.Restart());
        (await site.DeployAsync(site.Build("v0"))).Ends(0);
        var events = site[".pipelines/store/tiny/events/production"];
        var outcomes = new List<string>();
        for (var n = 1; n < 100; n++)
        {
            var build = site.Build(string.Create(CultureInfo.InvariantCulture, $"v{n}"));
            var next = Directory.EnumerateFiles(events).Count() + n;
            var death = await Strace.KillBeforeLinkAsync(
                Path.Combine(events, string.Create(CultureInfo.InvariantCulture, $"{next:D10}.json")), site,
                ["deploy", "--path", build, "--environment", "production", "--output", "json"]);
            if (death.Unkilled is not null)
            {
                Assert.True(n > 8, "no boundary was left before the run came to its end");
                Assert.Contains("rolled-back", outcomes);
                Assert.Contains("succeeded", outcomes);
                return;
            }

            var recovered = (await site.RunAsync("recover", "--output", "json")).Ends(0);
            outcomes.Add(recovered.Json["outcome"]?.GetValue<string>() ?? "nothing");
            await IsSettledAsync(site);
        }

        Assert.Fail("no run comes to its end");
    }

    [Fact]
    public async Task WhereNothingWasLeftNothingIsDone()
    {
        using var site = new Site(Configs.Restart());
        (await site.RunAsync("recover")).Ends(0).Says("no deployment to production is unfinished");
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var before = await site.HistoryAsync();

        (await site.RunAsync("recover")).Ends(0).Says("no deployment to production is unfinished");

        Assert.Equal(before.ToJsonString(), (await site.HistoryAsync()).ToJsonString());
    }

    private static async Task IsSettledAsync(Site site)
    {
        var history = await site.FoldAsync();
        var served = await site.ServedAsync();
        Assert.Null(history.Unfinished);
        Assert.False(history.IsUncertain);
        Assert.Equal(history.Live!.Release, served!.Release);
        Assert.Equal(served.Release, site.State["live"]!["release"]!.GetValue<string>());
    }
}
