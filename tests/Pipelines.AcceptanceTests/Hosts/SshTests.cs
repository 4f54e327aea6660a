using System.Security.Cryptography;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A deployment to a host behind a real sshd, from a runner that is not the host.</summary>
[Trait("needs", "openssh")]
public sealed class SshTests
{
    private const string Hooks = "hooks: { after-stage: perl hook.pl, before-switch: perl hook.pl, after-switch: perl hook.pl }";

    [Fact]
    public async Task AReleaseGoesLiveABadOneIsRolledBackAndAGoodOneReplacesIt()
    {
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(Configs.Restart());

        (await site.DeployAsync(site.Build("v1"))).Ends(0).Says("sending pipelines");
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        var program = Assert.Single(Directory.GetFiles(sshd.Programs));
        Assert.Equal(Path.GetFileName(program), Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(program))));

        var broken = (await site.DeployAsync(site.Build("v2", "broken"))).Ends(4);
        Assert.DoesNotContain("sending pipelines", broken.All, StringComparison.Ordinal);
        Assert.Equal("v1", (await site.ServedAsync())!.Version);

        (await site.DeployAsync(site.Build("v3"))).Ends(0);
        Assert.Equal("v3", (await site.ServedAsync())!.Version);
        (await site.RunAsync("rollback")).Ends(0);
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        (await site.RunAsync("status")).Ends(0).Says(sshd.Address, "idle");
        (await site.RunAsync("health-check")).Ends(0);
    }

    [Fact]
    public async Task TwoHostsHaveRootsOfTheirOwn()
    {
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => $$"""
            app: tiny
            environments:
              production:
                hosts: ["{{sshd.Address}}{{site["one"]}}", "{{sshd.Address}}{{site["two"]}}"]
                ssh: { key: env:DEPLOY_KEY, known-hosts: env:KNOWN_HOSTS }
                deploy: { env: { WORD: "{root}" } }
            """);
        site.Variables = [.. site.Variables, ("KNOWN_HOSTS", sshd.KnownHost)];

        var outcome = (await site.DeployAsync(site.Build("v1"))).Ends(0);

        Assert.Equal(2, outcome.All.Split("as live").Length - 1);
        foreach (var root in new[] { "one", "two" })
        {
            Assert.Equal("v1\n", await File.ReadAllTextAsync(site[$"{root}/current/version"]));
            Assert.Contains($"WORD=\"{site[root]}\"", await File.ReadAllTextAsync(site[$"{root}/current.env"]), StringComparison.Ordinal);
        }
    }

    /// <summary>Killed while a hook waits on the host, whose engine goes on alone until that ends.</summary>
    [Theory]
    [InlineData("after-stage")]
    [InlineData("before-switch")]
    [InlineData("after-switch")]
    public async Task AControllerThatIsKilledIsFollowedByTheSameCommand(string point)
    {
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(Configs.Restart(Hooks));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var build = site.Build("v2");
        await File.WriteAllTextAsync(site[$"live/hold-{point}"], "");

        using (var killed = site.Start("deploy", "--path", build))
        {
            await Eventually.TrueAsync(() => File.Exists(site[$"live/hold-{point}.reached"]), "the hook is reached");
            killed.Kill();
        }

        using var again = site.Start("deploy", "--path", build);
        await Task.Delay(TimeSpan.FromSeconds(2)); // the engine that is left still acts
        Assert.False(again.HasEnded);
        File.Delete(site[$"live/hold-{point}"]);

        (await again.EndAsync()).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
        Assert.Null((await site.FoldAsync()).Unfinished);
        await NobodyIsLeftAsync(site);
    }

    [Fact]
    public async Task AConnectionThatIsCutBeforeTheSwitchChangesNothingAndTheSameCommandGoesOn()
    {
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(Configs.Restart(Hooks));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var build = site.Build("v2");

        var cut = await CutAtAsync(site, build, "after-stage", sshd.Cut);

        cut.Ends(1)
            .Says("the connection was lost while it was to run hook after-stage", "The host can be reached", "Run the same command again");
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        (await site.DeployAsync(build)).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task AConnectionThatIsCutAfterTheSwitchIsRolledBackOverAnother()
    {
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(Configs.Restart(Hooks));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        (await CutAtAsync(site, site.Build("v2"), "after-switch", sshd.Cut)).Ends(4).Says("the connection was lost");

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        await NobodyIsLeftAsync(site);
    }

    [Fact]
    public async Task AnEngineThatIsKilledIsFollowedByAnother()
    {
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(Configs.Restart(Hooks));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        (await CutAtAsync(site, site.Build("v2"), "after-switch", () => Assert.NotEmpty(sshd.KillEngines()))).Ends(4)
            .Says("the connection was lost while it was to run hook after-switch", "The host can be reached");

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
    }

    /// <summary>At instants that nobody chose: what is served is whole, and the same command comes to its end.</summary>
    [Fact]
    public async Task AControllerIsKilledAtAnyInstant()
    {
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(Configs.Restart());
        (await site.DeployAsync(site.Build("v0"))).Ends(0);
        var random = new Random(14);
        for (var n = 1; n <= 12; n++)
        {
            var build = site.Build($"v{n}");
            using (var killed = site.Start("deploy", "--path", build))
            {
                await Task.Delay(random.Next(1000));
                killed.Kill();
            }

            (await site.DeployAsync(build)).Ends(0);
            Assert.Equal($"v{n}", (await site.ServedAsync())!.Version);
            Assert.Equal(site.State["live"]!["release"]!.GetValue<string>(), (await site.ServedAsync())!.Release);
            Assert.Null((await site.FoldAsync()).Unfinished);
        }

        await NobodyIsLeftAsync(site);
        Assert.Single(site.Services);
    }

    [Fact]
    public async Task AHostThatIsGoneInTheMiddleIsSettledWhenItIsBack()
    {
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(Configs.Restart(Hooks));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        (await CutAtAsync(site, site.Build("v2"), "after-switch", sshd.Stop)).Ends(5).Says("The host cannot be reached now");
        await sshd.StartAsync();

        (await site.DeployAsync(site.Build("v3"))).Ends(0);
        Assert.Equal("v3", (await site.ServedAsync())!.Version);
        Assert.Null((await site.FoldAsync()).Unfinished);
    }

    [Fact]
    public async Task NoSecretIsInACommandLineOrInAFileBesideTheAppsOwn()
    {
        const string secret = "hunter2-hunter2-hunter2";
        using var site = new Site(Configs.Restart());
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(Configs.Restart($"env: {{ SECRET: env:SECRET }}\n      {Hooks}"));
        site.Variables = [.. site.Variables, ("SECRET", secret)];
        var keyLine = sshd.Key.Split('\n')[2];
        Directory.CreateDirectory(site.Live);
        await File.WriteAllTextAsync(site["live/hold-after-switch"], "");

        using var deploy = site.Start("deploy", "--path", site.Build("v1"));
        await Eventually.TrueAsync(() => File.Exists(site["live/hold-after-switch.reached"]), "the hook is reached");
        var lines = LiveProcesses.CommandLines();
        var files = FilesWith(site, secret).Concat(FilesWith(site, keyLine)).ToList();
        File.Delete(site["live/hold-after-switch"]);
        var outcome = (await deploy.EndAsync()).Ends(0);

        Assert.Contains(lines, line => line.Contains("host serve", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(keyLine, StringComparison.Ordinal));
        Assert.All(files, file => Assert.StartsWith(site["live/.pipelines/env/"], file, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, outcome.All, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(site["t"]));
        await NobodyIsLeftAsync(site);
    }

    private static async Task<Outcome> CutAtAsync(Site site, string build, string point, Action cut)
    {
        await File.WriteAllTextAsync(site[$"live/hold-{point}"], "");
        using var deploy = site.Start("deploy", "--path", build);
        await Eventually.TrueAsync(() => File.Exists(site[$"live/hold-{point}.reached"]), "the hook is reached");
        cut();
        File.Delete(site[$"live/hold-{point}"]);
        return await deploy.EndAsync();
    }

    /// <summary>Neither engines nor agents outlive a deployment for long.</summary>
    private static Task NobodyIsLeftAsync(Site site) => Eventually.TrueAsync(() => !LiveProcesses.CommandLines().Any(line =>
        line.Contains(site.Path, StringComparison.Ordinal)
        && (line.Contains("host serve", StringComparison.Ordinal) || line.Contains("ssh-agent", StringComparison.Ordinal))),
            "engine and agent end");

    private static IEnumerable<string> FilesWith(Site site, string text) => Directory
        .EnumerateFiles(site.Path, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Where(file => Read(file).Contains(text, StringComparison.Ordinal));

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // a socket, or it has just gone
        }
    }
}
