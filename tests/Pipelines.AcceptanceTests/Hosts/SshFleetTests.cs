using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Several machines behind real sshds: waves, a machine that is out of reach, a killed controller.</summary>
[Trait("needs", "openssh")]
public sealed class SshFleetTests
{
    private const int Hosts = 4;

    [Fact]
    public async Task AReleaseGoesLiveInWavesAndABadOneReachesOnlyTheFirstHost()
    {
        await using var fleet = await SshFleet.StartAsync(Hosts);
        using var site = Given(fleet, "waves: 2");

        (await site.DeployAsync(site.Build("v1"))).Ends(0)
            .Says($"wave 1 of 3: {fleet.Address(0)}", "wave 2 of 3: 3 of 4 hosts serve the release.", "wave 3 of 3: 4 of 4");
        Assert.Equal(["v1", "v1", "v1", "v1"], fleet.Live("version"));

        (await site.DeployAsync(site.Build("v2", "broken"))).Ends(4).Says("wave 1 of 3");
        Assert.Equal(["v1", "v1", "v1", "v1"], fleet.Live("version"));
        var touched = (await site.HistoryAsync())[0]!["events"]!.AsArray().Where(what => (string?)what!["event"] == "activating");
        Assert.Equal(fleet.Address(0), (string?)Assert.Single(touched)!["host"]);
    }

    [Fact]
    public async Task AHostThatIsOutOfReachIsLeftOutAndBroughtByTheNextDeployment()
    {
        await using var fleet = await SshFleet.StartAsync(Hosts);
        using var site = Given(fleet, "waves: 50%, max-unreachable: 1");
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        fleet.Sshd(2).Stop();
        fleet.Sshd(0).Cut();

        var outcome = (await site.DeployAsync(site.Build("v2"), "--output", "json")).Ends(0);
        Assert.Equal(fleet.Address(2), (string?)outcome.Json["left_out"]);
        Assert.Equal(["v2", "v2", "v1", "v2"], fleet.Live("version"));
        (await site.RunAsync("status")).Ends(0).Says("unreachable", "the host cannot be reached");
        fleet.Sshd(1).Stop();
        (await site.DeployAsync(site.Build("v3"))).Ends(1)
            .Says("the host cannot be reached", "2 hosts cannot be reached, and max-unreachable is 1.");
        Assert.Equal(["v2", "v2", "v1", "v2"], fleet.Live("version"));

        await fleet.Sshd(1).StartAsync();
        await fleet.Sshd(2).StartAsync();
        var rest = (await site.DeployAsync(site.Build("v2"))).Ends(0);
        Assert.Equal(["v2", "v2", "v2", "v2"], fleet.Live("version"));
        Assert.DoesNotContain($"{fleet.Address(0)}: point slot", rest.All, StringComparison.Ordinal);
    }

    /// <summary>Killed in the second wave; by the time the command runs again, the file lists other hosts and another order.</summary>
    [Fact]
    public async Task AControllerThatIsKilledInAWaveIsFollowedByTheRecordedPlan()
    {
        await using var fleet = await SshFleet.StartAsync(Hosts);
        using var site = Given(fleet, "waves: 2");
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var build = site.Build("v2");
        await File.WriteAllTextAsync($"{fleet.Root(1)}/hold-before-switch", "");
        using (var killed = site.Start("deploy", "--path", build))
        {
            await Eventually.TrueAsync(() => File.Exists($"{fleet.Root(1)}/hold-before-switch.reached"), "the hook is reached");
            killed.Kill();
        }

        File.Delete($"{fleet.Root(1)}/hold-before-switch");
        Configure(site, fleet, "waves: 1, order: reversed", $"[\"{fleet.Address(3)}\"]");

        (await site.DeployAsync(build)).Ends(0).Says("was interrupted; resuming it.");

        Assert.Equal(["v2", "v2", "v2", "v2"], fleet.Live("version"));
        Assert.Equal(2, (await site.HistoryAsync()).Count);
    }

    [Fact]
    public async Task DoctorTellsWhatIsMissingOnAllHostsAtOnceAndSendsNothing()
    {
        await using var fleet = await SshFleet.StartAsync(hosts: 3);
        using var site = Given(fleet, "waves: 1");
        (await site.RunAsync("host", "doctor")).Says(fleet.Address(0), fleet.Address(2), "glibc");
        Assert.False(Directory.Exists(fleet.Sshd(0).Programs));

        Configure(site, fleet, "waves: 1", $"[\"{fleet.Address(0)}\", \"{fleet.Sshd(1).Address}/dev/null/app\", \"{fleet.Address(2)}\"]");
        fleet.Sshd(2).Stop();
        (await site.RunAsync("host", "doctor")).Ends(1).Says("install -d -o ", "/dev/null/app", "the host cannot be reached");
    }

    private static Site Given(SshFleet fleet, string rollout)
    {
        var site = new Site(_ => "");
        Configure(site, fleet, rollout, fleet.Addresses);
        Directory.CreateDirectory(site["t"]);
        site.Variables = [("PIPELINES_SSH_KEY", fleet.Key), ("PIPELINES_KNOWN_HOSTS", fleet.KnownHosts), ("TMPDIR", site["t"])];
        return site;
    }

    /// <summary>The key and the keys of the hosts are inputs: the file says nothing of them.</summary>
    private static void Configure(Site site, SshFleet fleet, string rollout, string hosts)
    {
        Assert.NotEmpty(fleet.Key);
        site.Configure(_ => $$"""
            app: tiny
            environments:
              production:
                hosts: {{hosts}}
                rollout: { {{rollout}} }
                deploy: { hooks: { before-switch: perl hook.pl } }
                health: [{ command: [grep, -q, good, mode], every: 50ms, within: 2s }]
            """);
    }
}
