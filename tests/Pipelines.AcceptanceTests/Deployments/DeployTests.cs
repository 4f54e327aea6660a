using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Deployments;

/// <summary>What deploy, package and health-check do beside the main job.</summary>
public sealed class DeployTests
{
    [Fact]
    public async Task DryRunChangesNothing()
    {
        using var site = new Site(Configs.Restart());
        var (first, second) = (site.Build("v1"), site.Build("v2"));
        (await site.DeployAsync(first, "--dry-run")).Ends(0).Says("dry run", "start the service in slot main");
        Assert.False(Directory.Exists(site.Live));
        Assert.False(Directory.Exists(site[".pipelines"]));

        (await site.DeployAsync(first)).Ends(0);
        await site.SpareIsThereAsync();
        var before = Listing.Of(site.Path);

        (await site.DeployAsync(second, "--dry-run")).Ends(0).Says("stop the service in slot main");
        (await site.DeployAsync(second, "--dry-run", "--output", "json")).Ends(0).Says("planned");

        Assert.Equal(before, Listing.Of(site.Path));
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task JsonIsOneObjectWhateverHappens()
    {
        using var site = new Site(Configs.Restart());

        var good = (await site.DeployAsync(site.Build("v1"), "--output", "json")).Ends(0);
        Assert.Equal("succeeded", good.Text("outcome"));
        Assert.Contains("prove", good.Errors, StringComparison.Ordinal);

        var bad = (await site.DeployAsync(site.Build("v2", "dies"), "--output", "json")).Ends(4);
        Assert.Equal(4, bad.Json["exit_code"]!.GetValue<int>());
        Assert.Equal("rolled-back", bad.Text("result"));

        var missing = (await site.DeployAsync(site["nothing"], "--output", "json")).Ends(2);
        Assert.Equal("bad-input", missing.Text("result"));
    }

    [Fact]
    public async Task TheSameBuildAgainChangesNothing()
    {
        using var site = new Site(Configs.Restart());
        var build = site.Build("v1");
        (await site.DeployAsync(build)).Ends(0);
        var before = await site.ServedAsync();

        var again = (await site.DeployAsync(build, "--output", "json")).Ends(0);

        Assert.Equal("unchanged", again.Text("outcome"));
        Assert.Equal(before, await site.ServedAsync());
    }

    [Fact]
    public async Task WhatIsLiveAndNoLongerAnswersIsDeployedAnew()
    {
        using var site = new Site(Configs.Restart());
        var build = site.Build("v1");
        (await site.DeployAsync(build)).Ends(0);
        LiveProcesses.KillAllIn(site.Live);

        var again = (await site.DeployAsync(build, "--output", "json")).Ends(0);

        Assert.Equal("succeeded", again.Text("outcome"));
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task HealthCheckTellsWhetherWhatIsLiveWorks()
    {
        using var site = new Site(Configs.Restart(within: "4s"));
        (await site.RunAsync("health-check")).Ends(1).Says("nothing is live");
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        (await site.RunAsync("health-check")).Ends(0).Says("every host is healthy");
        LiveProcesses.KillAllIn(site.Live);

        var dead = (await site.RunAsync("health-check", "--output", "json")).Ends(1);
        Assert.False(dead.Json["healthy"]!.GetValue<bool>());
    }

    [Fact]
    public async Task TheSameTreeIsTheSameReleaseInAnotherDirectoryWithOtherTimes()
    {
        using var site = new Site(Configs.Restart());
        using var other = new Site(Configs.Restart());
        var (here, there) = (site.Build("v1"), other.Build("v1"));
        foreach (var file in Directory.EnumerateFiles(there))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        }

        var one = (await CommandLine.RunAsync(["package", "--path", here, "--output", "json"], site.Path)).Ends(0);
        var two = (await CommandLine.RunAsync(["package", "--path", there, "--output", "json"], other.Path)).Ends(0);

        Assert.Equal(one.Text("digest"), two.Text("digest"));
        Assert.Equal(one.Text("release"), two.Text("release"));
    }
}
