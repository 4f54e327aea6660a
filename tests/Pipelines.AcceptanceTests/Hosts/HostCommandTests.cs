using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>What people run on hosts beside deployments, behind real sshds: exec, logs and shell.</summary>
[Trait("needs", "openssh")]
public sealed class HostCommandTests
{
    private const string Password = "correct-horse-battery";

    [Fact]
    public async Task AProgramRunsInTheLiveReleaseOfEveryHostAndIsRecorded()
    {
        await using var fleet = await SshFleet.StartAsync(hosts: 3);
        using var site = Given(fleet);
        (await site.RunAsync("exec", "cat version")).Ends(1).Says("nothing is live");
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        var outcome = (await site.RunAsync("exec", "sh -c 'cat version; echo $PIPELINES_SLOT; echo $PASSWORD'")).Ends(0);
        Assert.All(Enumerable.Range(0, fleet.Count), number =>
            outcome.Says($"{fleet.Address(number)}: v1", $"{fleet.Address(number)}: main", $"{fleet.Address(number)}: ***"));
        Assert.DoesNotContain(Password, outcome.All, StringComparison.Ordinal);

        var json = (await site.RunAsync("exec", "sh -c 'echo $PASSWORD; echo {as it is} $HOME; exit 3'", "--host", fleet.Address(1),
            "--actor", "ann", "--output", "json")).Ends(1).Json;
        var answer = Assert.Single(json["hosts"]!.AsArray())!;
        Assert.Equal(3, (int?)answer["status"]);
        Assert.StartsWith("***\n{as it is} ", (string?)answer["output"], StringComparison.Ordinal);

        var recorded = (await site.HistoryAsync())[0]!["events"]!.AsArray().Last()!;
        Assert.Equal(("executed", "ann"), ((string?)recorded["event"], (string?)recorded["actor"]));
        Assert.Equal(fleet.Address(1), (string?)Assert.Single(recorded["hosts"]!.AsArray()));
        (await site.RunAsync("exec", $"echo {Password}")).Ends(0);
        Assert.DoesNotContain(Password, (await site.RunAsync("history", "--output", "json")).All, StringComparison.Ordinal);
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
    }

    [Fact]
    public async Task AHostThatIsOutOfReachOrHangsIsToldAndTheOthersAnswer()
    {
        await using var fleet = await SshFleet.StartAsync(hosts: 2);
        using var site = Given(fleet);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        (await site.RunAsync("exec", "--within", "1s", "sleep 60")).Ends(1).Says("failed on 2 of 2 hosts");
        (await site.RunAsync("exec", "no-such-program")).Ends(1).Says("no-such-program");
        (await site.RunAsync("exec", "--host", "no-such-host", "true")).Ends(2).Says(fleet.Address(0), fleet.Address(1));
        (await site.RunAsync("exec", "--host", "127.0.0.1", "true")).Ends(2).Says("several hosts are named");
        (await site.RunAsync("exec", "cat 'version")).Ends(2);
        fleet.Sshd(1).Stop();
        (await site.RunAsync("exec", "cat version")).Ends(1).Says($"{fleet.Address(0)}: v1", "the host cannot be reached", "1 of 2 hosts");
    }

    /// <summary>Who stops watching stops the program on the host, too.</summary>
    [Fact]
    public async Task WhatIsStoppedHereStopsThere()
    {
        await using var fleet = await SshFleet.StartAsync(hosts: 1);
        using var site = Given(fleet);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var mark = $"{fleet.Root(0)}/runs";
        using (var running = site.Start("exec", $"sh -c 'echo $$ >{mark}; exec sleep 300'"))
        {
            await Eventually.TrueAsync(() => File.Exists(mark) && File.ReadAllText(mark).Length > 1, "the program runs");
            running.Kill();
        }

        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{File.ReadAllText(mark).Trim()}"), "the program has ended");
    }

    [Fact]
    public async Task TheLogOfAProcessIsShownAndFollowedWithoutSecrets()
    {
        using var site = new Site(Configs.Restart("env: { PASSWORD: env:PASSWORD }"));
        site.Variables = [("PASSWORD", Password)];
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        (await site.RunAsync("logs")).Ends(0).Says("tiny v1 starts on port");
        var log = site["live/.pipelines/log/main.log"];
        await File.AppendAllLinesAsync(log, ["first", $"second {Password}"]);
        var last = (await site.RunAsync("logs", "--lines", "1")).Ends(0).Says("second ***");
        Assert.DoesNotContain("first", last.All, StringComparison.Ordinal);

        using var watching = site.Start("logs", "--follow");
        await Task.Delay(1500);
        await File.AppendAllLinesAsync(log, ["later"]);
        await Task.Delay(1500);
        await Signals.InterruptAsync(watching.Id);
        (await watching.EndAsync()).Ends(130).Says("second ***", "later");
    }

    [Fact]
    public async Task AShellOpensInTheLiveReleaseAndIsRecorded()
    {
        await using var fleet = await SshFleet.StartAsync(hosts: 2);
        using var site = Given(fleet);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        var outcome = await site.TypeAsync("cat version; echo \"$PIPELINES_RELEASE\"; pwd; exit 4\n", "shell", "--host", fleet.Address(1));

        outcome.Ends(1).Says("v1\n", $"{fleet.Root(1)}/", "the shell ended with status 4.");
        Assert.Equal("a shell", (string?)(await site.HistoryAsync())[0]!["events"]!.AsArray().Last()!["command"]);
    }

    private static Site Given(SshFleet fleet)
    {
        var site = new Site(_ => $$"""
            app: tiny
            environments:
              production:
                hosts: {{fleet.Addresses}}
                deploy: { env: { PASSWORD: env:PASSWORD } }
            """);
        Directory.CreateDirectory(site["t"]);
        site.Variables = [("PIPELINES_SSH_KEY", fleet.Key), ("PIPELINES_KNOWN_HOSTS", fleet.KnownHosts), ("TMPDIR", site["t"]),
            ("PASSWORD", Password)];
        return site;
    }
}
