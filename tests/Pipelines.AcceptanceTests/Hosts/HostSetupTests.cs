using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A bare Debian host with a real systemd, sshd and sudo: prepared once, then entered by a user with no rights but the named
/// ones.</summary>
[Trait("needs", "podman")]
public sealed class HostSetupTests
{
    private const string Root = "/site/live";

    [Fact]
    public async Task ABareHostIsPreparedAndAUserWithNamedCommandsOnlyDeploys()
    {
        using var site = new Site(Configs.Restart());
        await using var host = await SystemdHost.StartAsync(site);
        var key = await host.LetInAsync(site);
        Configure(site, host);

        (await site.RunAsync("host", "setup", "--public-key", key, "--dry-run")).Ends(0)
            .Says("useradd --create-home --shell /bin/bash deploy", "deploy ALL=(root) NOPASSWD: /usr/bin/systemctl start -- tiny.service",
                "5 things are missing; nothing was changed.");
        (await site.RunAsync("host", "setup", "--check")).Ends(1);
        (await host.RunAsync("getent", "passwd", "deploy")).Ends(2);

        (await site.RunAsync("host", "setup", "--public-key", key)).Ends(0).Says("every host is prepared; 5 things were done.");
        (await site.RunAsync("host", "setup", "--public-key", key)).Ends(0).Says("0 things were done.");
        (await site.RunAsync("host", "setup", "--check")).Ends(0);
        (await host.RunAsync("visudo", "-c")).Ends(0);
        (await site.RunAsync("host", "doctor")).Ends(0).Says("as deploy");

        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        Assert.Equal("v1", (await host.AskAsync(site.Port))!.Version);
        (await site.DeployAsync(site.Build("v2", "dies"))).Ends(4).Says("the ledger cannot be opened");
        Assert.Equal("v1", (await host.AskAsync(site.Port))!.Version);
        (await site.DeployAsync(site.Build("v3"))).Ends(0);
        Assert.Equal("v3", (await host.AskAsync(site.Port))!.Version);

        (await site.RunAsync("logs", "--lines", "5")).Ends(0).Says("tiny v3 starts on port");
        (await site.RunAsync("exec", "cat version")).Ends(0).Says("v3");

        await MayNotAsync(host, "true");
        await MayNotAsync(host, "systemctl", "stop", "--", "ssh.service");
        await MayNotAsync(host, "systemctl", "stop", "--", "tiny.service", "ssh.service");
        await MayNotAsync(host, "cat", "/etc/shadow");
        (await host.RunAsync("runuser", "-u", "deploy", "--", "sudo", "-n", "systemctl", "reset-failed", "--", "tiny.service")).Ends(0);
    }

    /// <summary>What was changed by hand is found and put right, and nothing else is touched.</summary>
    [Theory]
    [InlineData("chmod 777 /site/live", "root")]
    [InlineData("chown root /site/live", "root")]
    [InlineData("echo 'deploy ALL=(ALL) NOPASSWD: ALL' >>/etc/sudoers.d/pipelines-tiny-production", "sudo")]
    [InlineData("chmod 644 /etc/sudoers.d/pipelines-tiny-production", "sudo")]
    [InlineData("printf broken >/etc/sudoers.d/pipelines-tiny-production.new; rm /etc/sudoers.d/pipelines-tiny-production", "sudo")]
    [InlineData("gpasswd --delete deploy systemd-journal", "group")]
    [InlineData("printf '#no end of line' >/home/deploy/.ssh/authorized_keys", "key")]
    public async Task WhatWasChangedByHandIsPutRight(string change, string what)
    {
        using var site = new Site(Configs.Restart());
        await using var host = await SystemdHost.StartAsync(site);
        var key = await host.LetInAsync(site);
        Configure(site, host);
        (await site.RunAsync("host", "setup", "--public-key", key)).Ends(0);
        (await host.RunAsync("sh", "-c", change)).Ends(0);

        var found = (await site.RunAsync("host", "setup", "--public-key", key, "--check", "--output", "json")).Ends(1);

        Assert.Equal(what, (string?)Assert.Single(found.Json["findings"]!.AsArray(),
            finding => (string?)finding!["state"] == "missing")!["what"]);
        (await site.RunAsync("host", "setup", "--public-key", key)).Ends(0).Says("1 thing was done.");
        (await site.RunAsync("host", "setup", "--public-key", key, "--check")).Ends(0);
    }

    /// <summary>A link that the user put in the place of the directory gets nobody a directory of root's.</summary>
    [Fact]
    public async Task ADirectoryThatWasReplacedByALinkLeadsRootNowhere()
    {
        using var site = new Site(Configs.Restart());
        await using var host = await SystemdHost.StartAsync(site);
        var key = await host.LetInAsync(site);
        Configure(site, host, "/home/deploy/apps/tiny");
        (await site.RunAsync("host", "setup", "--public-key", key)).Ends(0);
        (await site.RunAsync("host", "doctor")).Ends(0);
        (await host.RunAsync("runuser", "-u", "deploy", "--", "sh", "-c", "rm -r ~deploy/apps/tiny && ln -s /etc ~deploy/apps/tiny"))
            .Ends(0);

        (await site.RunAsync("host", "setup")).Ends(1).Says("/home/deploy/apps/tiny");

        (await host.RunAsync("stat", "--format", "%U %a", "/etc")).Ends(0).Says("root 755");
    }

    /// <summary>An administrator who is not root uses sudo; one who may not is told so, and so is a host that is down.</summary>
    [Fact]
    public async Task AnAdministratorWithSudoPreparesAHostAndAnotherUserCannot()
    {
        using var site = new Site(Configs.Restart());
        await using var host = await SystemdHost.StartAsync(site);
        var key = await host.LetInAsync(site);
        Configure(site, host);
        foreach (var user in new[] { "admin", "guest" })
        {
            (await host.RunAsync("useradd", "--create-home", user)).Ends(0);
            (await host.RunAsync("install", "-d", "-o", user, "-m", "700", $"/home/{user}/.ssh")).Ends(0);
            (await host.RunAsync("install", "-o", user, "-m", "600", "/root/.ssh/authorized_keys", $"/home/{user}/.ssh/authorized_keys"))
                .Ends(0);
        }

        (await host.RunAsync("sh", "-c", "echo 'admin ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/admin")).Ends(0);

        (await site.RunAsync("host", "setup", "--as", "guest")).Ends(1).Says("neither root nor may use sudo");
        (await site.RunAsync("host", "setup", "--as", "admin", "--public-key", key)).Ends(0).Says("5 things were done.");
        (await site.RunAsync("host", "doctor")).Ends(0);
        (await site.RunAsync("host", "setup", "--as", "nobody-there")).Ends(1).Says("does not accept nobody-there");
        (await site.RunAsync("host", "setup", "--public-key", "no key")).Ends(0);
        (await site.RunAsync("host", "setup", "--public-key", "nokey")).Ends(2).Says("is no public key");
    }

    /// <summary>The host itself, from a runner on it.</summary>
    [Fact]
    public async Task ThisMachineIsPreparedToo()
    {
        using var site = new Site(site => Unit(Configs.Restart()(site)
            .Replace("root: live", "root: /srv/tiny", StringComparison.Ordinal)));
        await using var host = await SystemdHost.StartAsync(site);
        string[] setup = ["pipelines", "host", "setup", "--environment", "production", "--config", "/site/.pipelines.yml"];

        (await host.RunAsync(setup)).Ends(2).Says("--user");
        (await host.RunAsync([.. setup, "--user", "ALL"])).Ends(2);
        (await host.RunAsync([.. setup, "--user", "deploy"])).Ends(0).Says("4 things were done.");
        (await host.RunAsync([.. setup, "--user", "deploy", "--check"])).Ends(0);
        (await host.RunAsync("stat", "--format", "%U %a", "/srv/tiny")).Ends(0).Says("deploy 755");
    }

    private static async Task MayNotAsync(SystemdHost host, params string[] line) =>
        Assert.NotEqual(0, (await host.RunAsync(["runuser", "-u", "deploy", "--", "sudo", "-n", .. line])).ExitCode);

    private static void Configure(Site site, SystemdHost host, string root = Root) => site.Configure(site => Unit(Configs.Restart()(site))
        .Replace("hosts: [\"local:\"]", $"hosts: [\"{host.Address("deploy")}\"]", StringComparison.Ordinal)
        .Replace("root: live", $"root: {root}", StringComparison.Ordinal));

    private static string Unit(string config) => config.Replace(
        "{ process: \"perl serve.pl {port}\", grace: 2s }", "{ systemd: tiny.service }", StringComparison.Ordinal);
}
