using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Databases;

/// <summary>A queue whose database goes away and comes back.</summary>
[Trait("needs", "postgresql")]
public sealed class PostgresQueueTests
{
    [Fact]
    public async Task AWatcherOutlivesARestartOfTheServer()
    {
        await using var server = await PostgresServer.StartAsync();
        using var site = new Site(Config()) { Variables = [("STATE_URL", server.Url(PostgresServer.Password))] };
        (await site.DeployAsync(site.Build("v1"), "--mode", "queue")).Ends(0);
        using var watcher = site.Start("queue", "run", "--watch", "--watch-for", "2m");
        await Task.Delay(1000);

        await server.StopAsync();
        await Task.Delay(1000);
        await server.ContinueAsync();

        await Eventually.TrueAsync(async () => await site.ServedAsync() is { Version: "v1" }, "the deployment");
        Assert.False(watcher.HasEnded);
        await Eventually.TrueAsync(
            async () =>
                Assert.Single(await site.HistoryAsync())!["result"]!.GetValue<string>() == "succeeded", "the end of the deployment");
        Assert.Equal(0, (await site.RunAsync("queue", "list", "--output", "json")).Ends(0).Json["count"]!.GetValue<int>());
    }

    /// <summary>Frozen for a few seconds more.</summary>
    private static Func<Site, string> Config() => Configs.Restart(top: string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"state: env:STATE_URL\nfreezes: [{{ name: all, from: 2020-01-01T00:00, until: "
            + $"{TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(8):yyyy-MM-dd'T'HH:mm:ss}, zone: UTC }}]"));
}
