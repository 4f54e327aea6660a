using Pipelines.AcceptanceTests.Databases;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A health check that asks a real PostgreSQL.</summary>
[Trait("needs", "postgresql")]
public sealed class PostgresTests
{
    private const string Wrong = "wr0ng-passw0rd";

    [Fact]
    public async Task ADatabaseIsHealthyOrSaysWhyNotWithoutItsPassword()
    {
        await using var server = await PostgresServer.StartAsync();
        using var site = new Site(site => Configs.Restart(within: "5s")(site) + "\n" + """
                  - postgres: env:DATABASE_URL
                    every: 50ms
                    within: 5s
            """);

        site.Variables = [("DATABASE_URL", server.Url(PostgresServer.Password))];
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        (await site.RunAsync("health-check")).Ends(0).Says("select 1");

        site.Variables = [("DATABASE_URL", server.Url(Wrong))];
        var refused = (await site.RunAsync("health-check")).Ends(1).Says("28P01");
        Assert.DoesNotContain(Wrong, refused.All, StringComparison.Ordinal);
        (await site.DeployAsync(site.Build("v2"))).Ends(4); // v1 is proven with the password that it was deployed with

        await server.StopAsync();
        site.Variables = [("DATABASE_URL", server.Url(PostgresServer.Password))];
        var down = (await site.RunAsync("health-check")).Ends(1).Says("refused");
        Assert.DoesNotContain(PostgresServer.Password, down.All, StringComparison.Ordinal);
    }
}
