using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Databases;

/// <summary>Event log and leases in a real database, releases beside the file.</summary>
[Trait("needs", "postgresql")]
public sealed class PostgresStateTests(PostgresState database)
{
    private const string Hooks = "hooks: { before-switch: perl hook.pl, after-switch: perl hook.pl }";

    [Fact]
    public async Task TheRecordsAreInTheDatabaseAndThePasswordIsNowhere()
    {
        using var site = await SiteAsync();
        List<Outcome> said =
            [await site.DeployAsync(site.Build("v1")), await site.DeployAsync(site.Build("v2", "broken")),
                await site.RunAsync("history", "verify"), await site.RunAsync("lease", "show")];

        Assert.Equal([0, 4, 0, 0], said.Select(outcome => outcome.ExitCode));
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        Assert.False(Directory.Exists(site[".pipelines/store/tiny/events"]) || Directory.Exists(site[".pipelines/store/tiny/leases"]));
        Assert.All(said, outcome => Assert.DoesNotContain(PostgresServer.Password, outcome.All, StringComparison.Ordinal));
        Assert.Contains("free, last token 2", said[3].All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("before-switch")]
    [InlineData("after-switch")]
    public async Task AStoppedDeployerPastItsLeaseIsOvertakenAndChangesNothingAnyMore(string point)
    {
        using var site = await SiteAsync();
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var (second, third) = (site.Build("v2"), site.Build("v3"));
        using var stopped = await Holding.DeployAsync(site, point, second, "--lease", "3s");
        await Signals.StopAsync(stopped.Id);
        Holding.LetGo(site, point);

        await Eventually.TrueAsync(async () => (await site.RunAsync("lease", "show", "--output", "json"))
            .Ends(0).Json["holder"]?.GetValue<string>() is null or "", "the end of the lease");
        (await site.DeployAsync(third)).Ends(0).Says("was interrupted");
        var state = site.State.ToJsonString();
        await Signals.ContinueAsync(stopped.Id);

        (await stopped.EndAsync()).Ends(11);
        Assert.Equal(state, site.State.ToJsonString());
        Assert.Equal("v3", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task ALeaseThatIsTakenAwayStopsItsHolder()
    {
        using var site = await SiteAsync();
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        using var held = await Holding.DeployAsync(site, "before-switch", site.Build("v2"), "--actor", "ada");

        (await site.RunAsync("lease", "release")).Ends(11).Says("ada", "--force");
        (await site.RunAsync("lease", "release", "--force", "--reason", "short")).Ends(2).Says("at least 10 characters");
        (await site.RunAsync("lease", "release", "--force", "--reason", "its runner hangs", "--actor", "bob")).Ends(0)
            .Says("revoked", "ada");
        (await site.RunAsync("lease", "release", "--force", "--reason", "its runner hangs")).Ends(0).Says("nothing was changed");
        Holding.LetGo(site, "before-switch");

        (await held.EndAsync()).Ends(11);
        (await site.RunAsync("recover")).Ends(0);
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        (await site.RunAsync("history", "--deployment", (await site.HistoryAsync())[0]!["deployment_id"]!.GetValue<string>())).Ends(0)
            .Says("revoked from ada", "by bob: its runner hangs");
        (await site.DeployAsync(site.Build("v3"))).Ends(0);
    }

    [Fact]
    public async Task AnAddressThatCannotBeUsedIsOneError()
    {
        using var site = await SiteAsync();
        var build = site.Build("v1");
        site.Variables = [];
        (await site.DeployAsync(build)).Ends(2).Says("STATE_URL");
        site.Variables = [("STATE_URL", "postgres://app:wr0ng@127.0.0.1:1/postgres")];
        var down = (await site.DeployAsync(build)).Ends(1).Says("connection refused");
        Assert.DoesNotContain("wr0ng", down.All, StringComparison.Ordinal);
        site.Configure(Configs.Restart(top: "state: postgres://app:wr0ng@127.0.0.1/postgres"));
        Assert.DoesNotContain("wr0ng", (await site.DeployAsync(build)).Ends(2).Says("password", "env:NAME").All, StringComparison.Ordinal);
        Assert.False(Directory.Exists(site.Live));
    }

    private async Task<Site> SiteAsync() =>
        new(Configs.Restart(deploy: Hooks, top: "state: env:STATE_URL")) { Variables = [("STATE_URL", await database.SchemaAsync())] };
}
