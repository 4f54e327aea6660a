using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Traffic;
using Pipelines.Hosts.Variables;
using Pipelines.Model;
using Pipelines.Processes;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Tests.Hosts;

public sealed class LocalHostTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task AStagedReleaseIsReadOnlyAndNothingIsServedYet()
    {
        using var world = new HostWorld();
        var release = await world.ReleaseAsync(("app.txt", "one"), ("bin/run", "#!/bin/sh\n"));

        await world.ApplyAsync(world.Job(release), new HostAction.Stage(release));

        Assert.Equal([release], (await world.Host.InspectAsync(HostWorld.None)).Staged);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(world[$"releases/{release}/app.txt"]) & UnixFileMode.UserWrite);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(world[$"releases/{release}/bin"]) & UnixFileMode.UserWrite);
        Assert.False(Path.Exists(world["current"]));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(world[".pipelines"]));
        Assert.True(File.GetUnixFileMode(world.Root).HasFlag(UnixFileMode.OtherExecute));
    }

    [Fact]
    public async Task WhatAKilledStagingLeftIsDoneAgain()
    {
        using var world = new HostWorld();
        var release = await world.ReleaseAsync(("app.txt", "one"));
        world.LeaveHalf(release);
        await File.WriteAllTextAsync(world[$"releases/{release}/app.txt"], "on");

        await world.ApplyAsync(world.Job(release), new HostAction.Stage(release));

        Assert.Equal("one", await File.ReadAllTextAsync(world[$"releases/{release}/app.txt"]));
        Assert.False(Directory.Exists(world[$"releases/{release}/half"]));
    }

    [Fact]
    public async Task AnInstallThatFailsIsTheReleasesFaultAndLeavesNothingReady()
    {
        using var world = new HostWorld(spec => spec with { Install = ["bin/install", "{release}"] });
        var release = await world.ReleaseAsync(("bin/install", "#!/bin/sh\necho no network for $1\nexit 7\n"));

        var outcome = await world.ApplyAsync(world.Job(release), new HostAction.Stage(release));

        Assert.Contains("ended with status 7", outcome.Failure, StringComparison.Ordinal);
        Assert.Contains($"no network for {release}", world.Reporter.Infos);
        Assert.Empty((await world.Host.InspectAsync(HostWorld.None)).Staged);
    }

    [Fact]
    public async Task AHookGetsTheDocumentedVariablesAndNoneOfOurs()
    {
        Environment.SetEnvironmentVariable("SECRET_OF_CI", "hunter2");
        using var world = new HostWorld(spec => spec with
        {
            Hooks = new Dictionary<HookPoint, HookSpec> { [HookPoint.AfterStage] = Hook, [HookPoint.AfterCommit] = Hook },
            Slots = [new Slot(Slot.MainName, 65001)],
            Variables = new Dictionary<string, EnvironmentValue> { ["GREETING"] = new("on {port}", null) },
        });
        var first = await world.ReleaseAsync(("bin/hook", "#!/bin/sh\nenv | grep -v '^_=\\|^PWD=\\|^OLDPWD=\\|^SHLVL='\n"), ("v", "1"));
        await world.DeployAsync(first);
        var second = await world.ReleaseAsync(("bin/hook", "#!/bin/sh\nenv | grep -v '^_=\\|^PWD=\\|^OLDPWD=\\|^SHLVL='\n"), ("v", "2"));
        world.Reporter.Infos.Clear();
        await world.DeployAsync(second);

        var seen = world.Reporter.Infos.Where(line => line.StartsWith("PIPELINES_", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            HostVariables.ForAll.Concat(HostVariables.ForHooks).Select(variable => variable.Name).Order(StringComparer.Ordinal),
            seen.Select(line => line.Split('=')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(2, seen.Count(line => line == $"PIPELINES_PREVIOUS_RELEASE={first}"));
        Assert.Contains("PIPELINES_HOOK=after-commit", seen);
        Assert.Contains($"PIPELINES_RELEASE_DIR={world[$"releases/{second}"]}", seen);
        Assert.Contains("GREETING=on 65001", world.Reporter.Infos);
        Assert.DoesNotContain(world.Reporter.Infos, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AHookThatHangsIsKilledAtItsLimit()
    {
        using var world = new HostWorld(spec => spec with
        {
            Hooks = new Dictionary<HookPoint, HookSpec> { [HookPoint.BeforeSwitch] =
                new(["sleep", "1000"], TimeSpan.FromMilliseconds(50)) },
        });
        var release = await world.ReleaseAsync(("app.txt", "one"));

        var outcome = await world.ApplyAsync(world.Job(release), new HostAction.RunHook(HookPoint.BeforeSwitch, Slot.MainName));

        Assert.Equal("hook before-switch was killed after 50ms.", outcome.Failure);
    }

    [Fact]
    public async Task ASlotHasItsReleaseAndItsSecretsAndNobodyElseCanReadThem()
    {
        using var world =
            new HostWorld(spec =>
                spec with { Variables =
                    new Dictionary<string, EnvironmentValue> { ["KEY"] = new(null, new SecretReference(SecretKind.Variable, "K")) } });
        var release = await world.ReleaseAsync(("app.txt", "one"));
        var job = world.Job(release) with { Secrets = new Dictionary<string, Secret> { ["KEY"] = new("s\"e$c`r\\e\nt") } };

        await world.DeployAsync(release, job);

        Assert.Equal("one", await File.ReadAllTextAsync(world["current/app.txt"]));
        var file = new FileInfo(world["current.env"]).LinkTarget!;
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        Assert.Contains("KEY=\"s\\\"e\\$c\\`r\\\\e\nt\"\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALowerTokenIsRefusedAndChangesNothing()
    {
        using var world = new HostWorld();
        var (first, second) = (await world.ReleaseAsync(("v", "1")), await world.ReleaseAsync(("v", "2")));
        var job = await world.DeployAsync(first, world.Job(first, token: 7));
        var stale = world.Job(second, token: 6);

        foreach (var action in new HostAction[] { new HostAction.Stage(second), new HostAction.Point("main", first, job.Deployment),
            new HostAction.Clear("main"), new HostAction.Commit("main", second), new HostAction.Prune(1) })
        {
            Assert.Equal(ExitCode.LeaseHeld, (await Assert.ThrowsAsync<PipelineException>(() => world.ApplyAsync(stale, action))).ExitCode);
        }

        Assert.Equal(ExitCode.LeaseHeld,
            (await Assert.ThrowsAsync<PipelineException>(() => world.Host.EnterAsync(stale, HostWorld.None))).ExitCode);
        var state = await world.Host.InspectAsync(HostWorld.None);
        Assert.Equal((first, 7), (state.Live!.Release, state.Token));
        Assert.Equal([first], state.Staged);
    }

    [Fact]
    public async Task EnteringFencesBeforeAnythingIsDecided()
    {
        using var world = new HostWorld();
        var release = await world.ReleaseAsync(("v", "1"));
        var sleeper = world.Job(release, token: 1);
        await world.ApplyAsync(sleeper, new HostAction.Stage(release));

        await world.Host.EnterAsync(world.Job(release, token: 2), HostWorld.None);

        await Assert.ThrowsAsync<PipelineException>(() => world.ApplyAsync(sleeper, new HostAction.Commit("main", release)));
    }

    [Fact]
    public async Task PruneKeepsTheLiveOneTheOneBeforeAndTheNewest()
    {
        using var world = new HostWorld(spec => spec with { Keep = 3 });
        var ids = new List<string>();
        foreach (var number in Enumerable.Range(1, 5))
        {
            ids.Add(await world.ReleaseAsync(("v", $"{number}")));
            await world.DeployAsync(ids[^1]);
            File.SetLastWriteTimeUtc(world[$".pipelines/manifests/{ids[^1]}"], DateTime.UnixEpoch.AddDays(number));
        }

        Assert.Equal(ids[2..].Order(StringComparer.Ordinal), (await world.Host.InspectAsync(HostWorld.None)).Staged);
        world.Spec = world.Spec with { Keep = 1 };
        world.LeaveHalf("0123456789ab");
        await world.DeployAsync(ids[2]);

        Assert.Equal(new[] { ids[2], ids[4] }.Order(StringComparer.Ordinal),
            Directory.GetDirectories(world["releases"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(2, Directory.GetFiles(world[".pipelines/env"]).Length);
    }

    [Fact]
    public async Task TheSameReleaseAgainDoesNotForgetTheOneBefore()
    {
        using var world = new HostWorld(spec => spec with { Keep = 1 });
        var (first, second) = (await world.ReleaseAsync(("v", "1")), await world.ReleaseAsync(("v", "2")));
        await world.DeployAsync(first);
        await world.DeployAsync(second);
        await world.DeployAsync(second);

        Assert.Equal(2, (await world.Host.InspectAsync(HostWorld.None)).Staged.Count);
    }

    [Fact]
    public async Task TrafficMovesByLinksAndBackToNothing()
    {
        using var world = new HostWorld(spec => spec with
        {
            Strategy = Strategy.BlueGreen,
            Slots = [new Slot("blue", 65001), new Slot("green", 65002)],
            Traffic = new TrafficSpec.Symlink(Path.Combine(spec.Root, "proxy.conf"), "/etc/{slot}-{port}.conf"),
        });
        var (first, second) = (await world.ReleaseAsync(("v", "1")), await world.ReleaseAsync(("v", "2")));
        await world.DeployAsync(first);
        Assert.Equal("/etc/blue-65001.conf", new FileInfo(world["proxy.conf"]).LinkTarget);
        await world.DeployAsync(second);
        Assert.Equal("/etc/green-65002.conf", new FileInfo(world["proxy.conf"]).LinkTarget);
        Assert.Equal("2", await File.ReadAllTextAsync(world["current/v"]));
        Assert.Equal("1", await File.ReadAllTextAsync(world["slots/blue/v"]));

        await world.ApplyAsync(world.Job(second), new HostAction.Route(null));
        await world.ApplyAsync(world.Job(second), new HostAction.Clear("green"));

        Assert.Equal(["blue", "blue.env"],
            Directory.GetFileSystemEntries(world["slots"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Null(new FileInfo(world["proxy.conf"]).LinkTarget);
        Assert.Null(new FileInfo(world["current"]).LinkTarget);
    }

    [Fact]
    public async Task ATrafficCommandThatFailsIsTheProxysFaultNotTheReleases()
    {
        using var world = new HostWorld(spec => spec with
        {
            Strategy = Strategy.BlueGreen,
            Slots = [new Slot("blue", 65001), new Slot("green", 65002)],
            Traffic = new TrafficSpec.Command(["sh", "-c", "echo no socket; exit 3"]),
        });
        var release = await world.ReleaseAsync(("v", "1"));

        var error = await Assert.ThrowsAsync<PipelineException>(() => world.DeployAsync(release));

        Assert.Contains("the traffic command ended with status 3: no socket", error.Message, StringComparison.Ordinal);
        Assert.Null(new FileInfo(world["current"]).LinkTarget);
    }

    [Fact]
    public async Task AHealthCommandRunsInTheReleaseWithTheVariablesOfItsSlot()
    {
        using var world = new HostWorld(spec => spec with
        {
            Variables = new Dictionary<string, EnvironmentValue> { ["EXPECTED"] = new("{release}", null) },
            Health = [new CommandCheck(new ProcessCommand("bin/check", "{slot}")) { Within = TimeSpan.FromSeconds(10) }],
        });
        var release =
            await world.ReleaseAsync(
                ("bin/check",
                "#!/bin/sh\ntest \"$(basename \"$PWD\")\" = \"$EXPECTED\" && test $1 = main && test -z \"$DOTNET_CLI_HOME\" && echo in "
                + "$EXPECTED\n"));
        var job = await world.DeployAsync(release);

        var outcome = await world.ApplyAsync(job, new HostAction.Prove("main", release));

        Assert.Contains($"in {release}", outcome.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task AStateFileThatIsNotReadableIsOneError(string text)
    {
        using var world = new HostWorld();
        Directory.CreateDirectory(world[".pipelines"]);
        await File.WriteAllTextAsync(world[".pipelines/state.json"], text);

        var error = await Assert.ThrowsAsync<PipelineException>(() => world.Host.InspectAsync(HostWorld.None));

        Assert.Contains("state.json is not readable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheDiskRefusesIsOneErrorThatSaysWhatWasTried()
    {
        using var world = new HostWorld();
        var release = await world.ReleaseAsync(("v", "1"));
        var job = await world.DeployAsync(release);
        Directory.CreateDirectory(world["current.new/full"]);

        var error = await Assert.ThrowsAsync<PipelineException>(() =>
            world.ApplyAsync(job, new HostAction.Point("main", release, job.Deployment)));

        Assert.StartsWith($"local: cannot point slot main to release {release}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", await File.ReadAllTextAsync(world["current/v"]));
    }

    [Fact]
    public async Task ACorruptedStoreLeavesTheOldReleaseLive()
    {
        using var world = new HostWorld();
        await world.DeployAsync(await world.ReleaseAsync(("v", "1")));
        var second = await world.ReleaseAsync(("v", "2"), ("big", new string('x', 5000)));
        await foreach (var key in world.Store.ListAsync("", HostWorld.None))
        {
            if (key.Contains("pack", StringComparison.Ordinal))
            {
                using var garbage = new MemoryStream(new byte[100]);
                await world.Store.PutAsync(key, garbage, PutCondition.Always, HostWorld.None);
            }
        }

        await Assert.ThrowsAsync<PipelineException>(() => world.DeployAsync(second));

        Assert.Equal("1", await File.ReadAllTextAsync(world["current/v"]));
        Assert.Single((await world.Host.InspectAsync(HostWorld.None)).Staged);
    }

    private static HookSpec Hook { get; } = new(["bin/hook"], HookSpec.DefaultWithin);
}
