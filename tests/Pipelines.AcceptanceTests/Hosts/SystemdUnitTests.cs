using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Units that are generated, under a real systemd: few rights, secrets as credentials, connections that wait.</summary>
[Trait("needs", "podman")]
public sealed class SystemdUnitTests
{
    private const string Secret = "s3cret \"quoted\" $HOME %n \\";

    [Fact]
    public async Task AGeneratedUnitRunsInTwoSlotsWithFewRightsAndIsEnabledWhereItRuns()
    {
        using var site = new Site(site => On(Configs.BlueGreen(
            _ => "traffic: { symlink: { path: /srv/tiny/live-port, to: \"{port}\" } }",
            "env: { PLAIN: env:PLAIN, HIDDEN: env:HIDDEN }")(site),
            "{ systemd: \"made@{slot}.service\", unit: { start: \"perl serve.pl {port}\", credentials: [HIDDEN] } }"));
        await using var host = await StartAsync(site);

        await DeployAsync(host, site, "v1");
        Assert.Equal("v1", (await host.AskAsync(site.Blue))!.Version);
        await DeployAsync(host, site, "v2");
        Assert.Equal("v2", (await host.AskAsync(site.Green))!.Version);

        Assert.Equal(Secret, await host.GetAsync(site.Green, "/env/PLAIN"));
        Assert.Equal(Secret, await host.GetAsync(site.Green, "/credential/HIDDEN"));
        Assert.Equal("", await host.GetAsync(site.Green, "/env/HIDDEN"));
        Assert.Equal(("disabled", "enabled"), (await EnabledAsync(host, "made@blue"), await EnabledAsync(host, "made@green")));
        var process = (await host.AskAsync(site.Green))!.Pid;
        (await host.RunAsync("grep", "-q", "NoNewPrivs:.*1", $"/proc/{process}/status")).Ends(0);
        (await host.RunAsync("grep", "-q", "CapBnd:.*0000000000000000", $"/proc/{process}/status")).Ends(0);
        Assert.NotEqual("root", (await host.RunAsync("stat", "--format", "%U", $"/proc/{process}")).Output.Trim());

        var failed = (await host.DeployAsync("v3", $"PLAIN={Secret}", $"HIDDEN={Secret}"));
        failed.Ends(4).Says("the ledger cannot be opened", "exit-code");
        Assert.Equal("v2", (await host.AskAsync(site.Green))!.Version);
        var shown = (await host.RunAsync("pipelines", "exec", "--environment", "production", "--config", "/site/.pipelines.yml",
            "sh -c 'cat $CREDENTIALS_DIRECTORY/HIDDEN'", "--allow-ephemeral")).All;
        Assert.DoesNotContain("s3cret", shown, StringComparison.Ordinal);
    }

    /// <summary>With a socket of systemd a restart keeps everybody waiting and refuses nobody, forward and back.</summary>
    [Fact]
    public async Task ConnectionsWaitWhileAServiceBehindASocketIsStartedAgain()
    {
        using var site = new Site(site => On(Configs.Restart("env: { PLAIN: env:PLAIN, HIDDEN: env:HIDDEN }")(site),
            "{ systemd: made.service, unit: { start: \"perl serve.pl {port}\", listen: \"127.0.0.1:{port}\" } }"));
        await using var host = await StartAsync(site);
        await DeployAsync(host, site, "v1");
        using var load = Command.Start([SourceTree.At("tests/host-image/host.sh"), "exec", host.Id, "sh", "-c", $$"""
            while [ ! -e /site/enough ]; do
              curl --silent --show-error --max-time 20 http://127.0.0.1:{{site.Port}}/ || echo failed
            done
            """]);

        for (var version = 4; version < 14; version++)
        {
            await DeployAsync(host, site, site.Build(string.Create(CultureInfo.InvariantCulture, $"v{version}")).Split('/')[^1]);
        }

        (await host.DeployAsync("v3", $"PLAIN={Secret}", $"HIDDEN={Secret}")).Ends(4);
        Assert.Equal("v13", (await host.AskAsync(site.Port))!.Version);
        await File.WriteAllTextAsync(site["enough"], "");
        var answers = (await load.EndAsync()).Ends(0);

        Assert.Equal("", answers.Errors);
        var lines = answers.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 200, $"{lines.Length} requests");
        Assert.All(lines, line => Assert.Contains("\"version\":\"v", line, StringComparison.Ordinal));
        Assert.Equal(10, lines.Select(line => line.Split('"')[3]).Distinct().Count(version => version != "v1"));
    }

    /// <summary>What is running when the machine goes down runs when it is up again.</summary>
    [Fact]
    public async Task AfterAStartOfTheMachineTheLiveReleaseRuns()
    {
        using var site = new Site(site => On(Configs.Restart("env: { PLAIN: env:PLAIN, HIDDEN: env:HIDDEN }")(site),
            "{ systemd: made.service, unit: { start: \"perl serve.pl {port}\", stop-within: 3s } }"));
        await using var host = await StartAsync(site);
        await DeployAsync(host, site, "v1");
        await DeployAsync(host, site, "v2");

        await host.RebootAsync();

        await Eventually.TrueAsync(async () => (await host.AskAsync(site.Port))?.Version == "v2", "v2 is served again");
    }

    private static async Task<SystemdHost> StartAsync(Site site)
    {
        var host = await SystemdHost.StartWithMountsAsync(site);
        site.Build("v1");
        site.Build("v2");
        site.Build("v3", "dies");
        (await host.RunAsync("pipelines", "host", "setup", "--environment", "production", "--config", "/site/.pipelines.yml",
            "--user", "root", "--allow-ephemeral")).Ends(0).Says("write /etc/systemd/system/made");
        return host;
    }

    private static async Task DeployAsync(SystemdHost host, Site site, string version) =>
        (await host.DeployAsync(Path.GetFileName(site[$"builds/{version}"]), $"PLAIN={Secret}", $"HIDDEN={Secret}")).Ends(0);

    private static async Task<string> EnabledAsync(SystemdHost host, string unit) =>
        (await host.RunAsync("systemctl", "is-enabled", $"{unit}.service")).Output.Trim();

    private static string On(string config, string service) => config
        .Replace("root: live", "root: /srv/tiny", StringComparison.Ordinal)
        .Replace("{ process: \"perl serve.pl {port}\", grace: 2s }", service, StringComparison.Ordinal);
}
