using Pipelines.AcceptanceTests.Setup;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Queue;

/// <summary>Several workers at one queue, some of them killed: every deployment is made, each of them once.</summary>
public sealed class QueueWorkerTests
{
    private const string Frozen = "freezes: [{ name: all, from: 2020-01-01T00:00, until: 2099-01-01T00:00, zone: UTC }]";

    [Fact]
    public async Task EachDeploymentIsStartedOnceWhoeverDies()
    {
        using var site = new Site(Config(Frozen));
        (await site.DeployAsync(site.Build("v0"))).Ends(3);
        foreach (var version in (string[])["v1", "v2", "v3", "v4"])
        {
            (await site.DeployAsync(site.Build(version), "--mode", "queue", "--commit", version)).Ends(0).Says("is queued");
        }

        Assert.Null(await site.ServedAsync());
        site.Configure(Config(""));
        var random = new Random(4711);
        for (var kills = 0; kills < 4; kills++)
        {
            using var doomed = site.Start("queue", "run", "--watch", "--lease", "2s");
            await Task.Delay(300 + random.Next(900));
            doomed.Kill();
        }

        var workers = Enumerable.Range(0, 3).Select(_ => site.Start("queue", "run", "--watch", "--watch-for", "1m", "--lease", "2s"))
            .ToList();
        await Eventually.TrueAsync(async () =>
            (await QueuedAsync(site)).All(record => record.Result == DeploymentResult.Succeeded), "every deployment of the queue");
        workers.ForEach(worker => worker.Dispose());

        Assert.Equal("v4", (await site.ServedAsync())!.Version);
        var queued = await QueuedAsync(site);
        Assert.Equal(["v1", "v2", "v3", "v4"], queued.Select(record => record.Request.Commit));
        Assert.All(queued, record => Assert.Single(record.All<DeploymentEvent.Completed>()));
        Assert.Equal(queued.Select(End), queued.Select(End).Order()); // in the order of their requests
        (await site.RunAsync("history", "verify")).Ends(0);
    }

    [Fact]
    public async Task AWatcherStartsWhatBecomesDueWithinSeconds()
    {
        using var site = new Site(Config(Frozen));
        (await site.DeployAsync(site.Build("v1"), "--mode", "queue")).Ends(0);
        using var watcher = site.Start("queue", "run", "--watch", "--watch-for", "1m");
        await Task.Delay(500);
        Assert.Null(await site.ServedAsync());
        watcher.Kill();

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var opens = now.AddSeconds(8).AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        site.Configure(Config($"freezes: [{{ name: all, from: 2020-01-01T00:00, until: {opens:yyyy-MM-dd'T'HH:mm:ss}, zone: UTC }}]"));
        (await site.RunAsync("queue", "run", "--watch", "--watch-for", "15s", "--output", "json")).Ends(0);

        var record = Assert.Single(await QueuedAsync(site));
        Assert.Equal(DeploymentResult.Succeeded, record.Result);
        var started = record.Events.First(logged => logged.Event is DeploymentEvent.LeaseTaken).At.UtcDateTime;
        Assert.InRange((started - opens).TotalSeconds, 0, 5);
    }

    private static DateTimeOffset End(DeploymentRecord record) => record.EndedAt!.Value;

    private static async Task<IReadOnlyList<DeploymentRecord>> QueuedAsync(Site site) =>
        [.. (await site.FoldAsync()).Deployments.Where(record => record.Find<DeploymentEvent.Queued>() is not null)];

    private static Func<Site, string> Config(string top) => Configs.Restart(environment: "queue: fifo", top: top);
}
