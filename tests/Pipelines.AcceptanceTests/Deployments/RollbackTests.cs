using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Deployments;

public sealed class RollbackTests
{
    private const string Frozen = """
        freezes: [{ name: audit, from: 2020-01-01T00:00, until: 2999-01-01T00:00, zone: Europe/Berlin }]
        """;

    [Fact]
    public async Task GoesToThePreviousReleaseDuringAFreeze()
    {
        using var site = new Site(Configs.Restart());
        var third = site.Build("v3");
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
        site.Configure(Configs.Restart(top: Frozen));
        (await site.DeployAsync(third)).Ends(3).Says("audit");

        var back = (await site.RunAsync("rollback", "--reason", "checkout is slow", "--output", "json")).Ends(0);

        Assert.Equal("rollback", back.Text("deployment_type"));
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        Assert.Equal("checkout is slow", (await site.HistoryAsync())[0]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task GoesToAReleaseAndToACommit()
    {
        using var site = new Site(Configs.Restart());
        var first = (await site.DeployAsync(site.Build("v1"), "--commit", "a1a1a1a1", "--output", "json")).Ends(0).Text("release");
        (await site.DeployAsync(site.Build("v2"), "--commit", "b2b2b2b2")).Ends(0);
        (await site.DeployAsync(site.Build("v3"), "--commit", "c3c3c3c3")).Ends(0);

        (await site.RunAsync("rollback", "--release", first[..6])).Ends(0);
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        var table = (await site.RunAsync("history")).Ends(0).Says(first);
        Assert.All(table.All.Split('\n'), line => Assert.True(line.Length <= 80, line));

        (await site.RunAsync("deploy", "--release", first[..5], "--dry-run")).Ends(0).Says(first);
        (await site.RunAsync("deploy", "--release", first[..3])).Ends(2).Says($"\"{first[..3]}\" is not a release.");

        (await site.RunAsync("rollback", "--commit", "b2b2")).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);

        (await site.RunAsync("rollback", "--commit", "d4d4")).Ends(1).Says("d4d4");
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task ADryRunSaysWhatItWouldDoAndChangesNothing()
    {
        using var site = new Site(Configs.Restart());
        var first = (await site.DeployAsync(site.Build("v1"), "--output", "json")).Ends(0).Text("release");
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
        await site.SpareIsThereAsync();
        var before = Listing.Of(site.Path);

        var plan = (await site.RunAsync("rollback", "--dry-run", "--output", "json")).Ends(0);
        (await site.RunAsync("rollback", "--dry-run")).Ends(0).Says("dry run", "stop the service in slot main", first);

        Assert.Equal(("planned", first), (plan.Text("outcome"), plan.Text("release")));
        Assert.Equal(before, Listing.Of(site.Path));
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task AReleaseThatWasLeftIsRefusedUnlessToldAgain()
    {
        using var site = new Site(Configs.Restart());
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var second = site.Build("v2");
        (await site.DeployAsync(second)).Ends(0);
        (await site.RunAsync("rollback")).Ends(0);

        (await site.DeployAsync(second)).Ends(3).Says("--again");
        Assert.Equal("v1", (await site.ServedAsync())!.Version);

        (await site.DeployAsync(second, "--again")).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task ThatDoesNotProveIsUndoneAndSaysWhatToDoNext()
    {
        using var site = new Site(here =>
            Configs.Restart(deploy: $"hooks: {{ after-switch: \"test ! -e {here["refused"]}-{{release}}\" }}")(here));
        var first = (await site.DeployAsync(site.Build("v1"), "--output", "json")).Ends(0).Text("release");
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
        await File.WriteAllTextAsync(site[$"refused-{first}"], "");

        (await site.RunAsync("rollback")).Ends(5).Says("the rollback failed", "--release");

        Assert.Equal("v2", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task WithNothingToGoBackToFails()
    {
        using var site = new Site(Configs.Restart());
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        (await site.RunAsync("rollback")).Ends(1).Says("no earlier good release");

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
    }
}
