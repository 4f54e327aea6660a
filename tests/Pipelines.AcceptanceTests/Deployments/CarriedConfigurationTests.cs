using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Deployments;

/// <summary>The kind: a release does not carry how it is run. Each way to get the configuration wrong leaves the earlier release live as it
/// was, blames nobody else, and is mended by a correct file.</summary>
public sealed class CarriedConfigurationTests
{
    private const string Mended = "env: { MENDED: \"yes\" }";

    /// <summary>What in the file is replaced by what.</summary>
    [Theory]
    [InlineData("perl serve.pl {port}", "perl no-such.pl {port}")]
    [InlineData("perl serve.pl {port}", "no-such-program")]
    [InlineData("version: \"{release}\"", "version: \"{release}x\"")]
    [InlineData("version: \"{release}\"", "status: 201")]
    [InlineData("port: PORT", "port: OTHER\n      hooks: { after-switch: \"false\" }")]
    public async Task AWrongConfigurationIsAtFaultAndTheEarlierReleaseStaysLive(string right, string wrong)
    {
        using var site = new Site(Configs.Restart());
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var second = site.Build("v2");
        site.Configure(current => Replaced(site, Configs.Restart(within: "3s")(current), right, wrong));

        (await site.DeployAsync(second)).Ends(4)
            .Says("configuration changed since release", "Neither the release nor the configuration has worked before");

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        (await site.DeployAsync(second)).Ends(3).Says("known bad with this configuration");
        site.Configure(Configs.Restart());
        (await site.DeployAsync(second)).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task AReleaseThatWorkedIsNotBlamedForItsConfiguration()
    {
        using var site = new Site(Configs.Restart());
        var build = site.Build("v1");
        (await site.DeployAsync(build)).Ends(0);
        site.Configure(current => Configs.Restart()(current).Replace("serve.pl", "no-such.pl", StringComparison.Ordinal));

        (await site.DeployAsync(build)).Ends(4).Says("The configuration is at fault");

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        (await site.DeployAsync(build)).Ends(3).Says("with this configuration");
        site.Configure(Configs.Restart(Mended));
        (await site.DeployAsync(build)).Ends(0).Says("deploy.env.MENDED: not set -> yes");
        (await site.DeployAsync(build)).Ends(0).Says("already live");
    }

    /// <summary>The check of today expects what only today's release has.</summary>
    [Fact]
    public async Task ARollbackRunsTheOlderReleaseAsItRanAndProvesItByItsOwnCheck()
    {
        using var site = new Site(Configs.Restart("env: { MODE: first }"));
        (await site.DeployAsync(site.Build("v1"), "--commit", "a1a1a1a1")).Ends(0);
        var port = Ports.Free();
        var file = Replaced(site, Configs.Restart("env: { MODE: second }")(site), $"port: {site.Port}", $"port: {port}")
            .Replace("version: \"{release}\"", "version: \"{release}\", body: v2", StringComparison.Ordinal);
        site.Configure(_ => file);
        (await site.DeployAsync(site.Build("v2"), "--commit", "b2b2b2b2")).Ends(0);
        Assert.Equal("v2", (await Web.AskAsync(port))!.Version);

        (await site.RunAsync("rollback")).Ends(0);

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        Assert.Null(await Web.AskAsync(port));
        Assert.Contains("MODE=\"first\"", await File.ReadAllTextAsync(site["live/current.env"]), StringComparison.Ordinal);
        (await site.RunAsync("history", "verify")).Ends(0);
    }

    [Fact]
    public async Task SecretsAreInNoEvent()
    {
        using var site = new Site(Configs.Restart("env: { TOKEN: env:TOKEN }")) { Variables = [("TOKEN", "s3cret-value")] };
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        var history = await site.HistoryAsync();

        Assert.Contains("env:TOKEN", history.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-value", history.ToJsonString(), StringComparison.Ordinal);
    }

    private static string Replaced(Site site, string file, string right, string wrong)
    {
        right = right.Replace("PORT", $"{site.Port}", StringComparison.Ordinal);
        Assert.Contains(right, file, StringComparison.Ordinal);
        return file.Replace(right, wrong.Replace("OTHER", $"{Ports.Free()}", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
