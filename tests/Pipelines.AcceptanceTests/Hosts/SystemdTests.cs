using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Real units under a real systemd.</summary>
[Trait("needs", "podman")]
public sealed class SystemdTests
{
    private const string Hostile = "two words \"quoted\" 'single' $HOME ${PATH} `id` $(id) back\\slash 100% # no comment; ünï\tend \\";

    [Fact]
    public async Task AUnitGoesLiveIsRolledBackAndGoesLive()
    {
        using var site = new Site(site => Unit(Configs.Restart("env: { SECRET: env:SECRET }")(site), "tiny.service"));
        await using var host = await SystemdHost.StartAsync(site);
        site.Build("v1");
        site.Build("v2", "dies");
        site.Build("v3");

        (await host.DeployAsync("v1", $"SECRET={Hostile}")).Ends(0);
        Assert.Equal("v1", (await host.AskAsync(site.Port))!.Version);
        Assert.Equal(Hostile, await host.GetAsync(site.Port, "/env/SECRET"));

        var failed = (await host.DeployAsync("v2", "SECRET=other")).Ends(4).Says("unit tiny.service ", "the ledger cannot be opened");
        Assert.DoesNotContain("other", failed.All, StringComparison.Ordinal);
        Assert.Equal("v1", (await host.AskAsync(site.Port))!.Version);
        Assert.Equal(Hostile, await host.GetAsync(site.Port, "/env/SECRET"));

        (await host.DeployAsync("v3", "SECRET=two\nlines")).Ends(0);
        Assert.Equal("v3", (await host.AskAsync(site.Port))!.Version);
        Assert.Equal("two\nlines", await host.GetAsync(site.Port, "/env/SECRET"));
        (await host.RunAsync("stat", "--format", "%a", "-L", "/site/live/current.env")).Ends(0).Says("600");
    }

    [Fact]
    public async Task ATemplateUnitRunsInTwoSlots()
    {
        using var site =
            new Site(site =>
                Unit(Configs.BlueGreen(_ => "traffic: { symlink: { path: /site/live-port, to: \"{port}\" } }")(site),
                    "tiny@{slot}.service"));
        await using var host = await SystemdHost.StartAsync(site);
        site.Build("v1");
        site.Build("v2", "dies");
        site.Build("v3");

        (await host.DeployAsync("v1")).Ends(0);
        var first = await host.AskAsync(site.Blue);
        Assert.Equal("v1", first!.Version);

        (await host.DeployAsync("v2")).Ends(4).Says("the ledger cannot be opened");
        Assert.Equal(first, await host.AskAsync(site.Blue));

        (await host.DeployAsync("v3")).Ends(0);
        Assert.Equal("v3", (await host.AskAsync(site.Green))!.Version);
        Assert.Null(await host.AskAsync(site.Blue));
        Assert.Equal("inactive", (await host.RunAsync("systemctl", "is-active", "tiny@blue.service")).Output.Trim());
        Assert.Equal($"{site.Green}", new DirectoryInfo(site["live-port"]).LinkTarget);
    }

    /// <summary>The same configuration with a unit instead of a process.</summary>
    private static string Unit(string config, string unit) =>
        config.Replace("{ process: \"perl serve.pl {port}\", grace: 2s }", $"{{ systemd: \"{unit}\" }}", StringComparison.Ordinal);
}
