using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Pipelines.Hosts;
using Pipelines.Tests.Configuration;

namespace Pipelines.Tests.Hosts;

/// <summary>The kind: a release does not carry how it is run, so that going back runs the old release the new, wrong way. What was live is
/// stopped, started, reached and proven as it was deployed, whatever the file says today.</summary>
public sealed class CarriedConfigurationTests
{
    private const string Serve = "#!/bin/sh\nexec sleep 1000\n";

    /// <summary>What the first deployment ran with, and what the second one makes of it.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        { "deploy: { service: { process: ./run } }", "deploy: { service: { process: ./wrong } }" },
        { "deploy: { service: { process: ./run } }", "deploy: { service: { process: ./no-such } }\nhealth: [{ command: \"true\" }]" },
        { "health: [{ command: ./check, within: 2s }]", "health: [{ command: \"false\", every: 10ms, within: 50ms }]" },
        { "deploy: { service: { process: ./run } }\nhealth: [{ command: ./check, within: 2s }]", "deploy: {}\nhealth: []" },
        { "deploy: { service: { process: ./run }, env: { MODE: then } }",
            "deploy: { service: { process: ./run }, env: { MODE: now } }" },
        { "deploy: { service: { process: ./run }, port: PORT }\nhealth: [{ command: ./check }]",
            "deploy: { service: { process: ./run }, port: 1 }\nhealth: [{ command: ./check }]" },
        { "deploy: { service: { process: ./run } }", "deploy: { service: { systemd: app.service } }" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task ARetreatRunsWhatWasLiveAsItWasDeployed(string before, string after)
    {
        using var world = new HostWorld();
        before = before.Replace("PORT", $"{FreePort()}", StringComparison.Ordinal);
        Configure(world, before);
        await world.DeployAsync(await world.ReleaseAsync(("run", Serve), ("check", "#!/bin/sh\ntest -e check\n"), ("v", "1")));
        var (environment, running) = (await File.ReadAllTextAsync(world["current.env"]), world.Process() is not null);
        var live = (await world.Host.InspectAsync(HostWorld.None)).Live;
        Configure(world, after);
        var second = await world.ReleaseAsync(("wrong", "#!/bin/sh\nexit 1\n"), ("run", Serve), ("v", "2"));
        var job = world.Job(second);
        var state = await world.Host.InspectAsync(HostWorld.None);
        Assert.Equal((running, before.Contains("health", StringComparison.Ordinal)), (state.LiveHasService, state.LiveHasChecks));
        var plan = world.Spec.Strategy.Deploy(world.Spec, state, second, job.Deployment);
        var isSystemd = after.Contains("systemd", StringComparison.Ordinal);
        foreach (var action in plan.Prepare.Concat(plan.Activate).TakeWhile(act => act is not HostAction.Start || !isSystemd))
        {
            await world.ApplyAsync(job, action);
        }

        foreach (var action in Strategy.Retreat(world.Spec, await world.Host.InspectAsync(HostWorld.None), "main")
            .Where(act => act is not HostAction.Stop || !isSystemd))
        {
            Assert.Null((await world.ApplyAsync(job, action)).Failure);
        }

        Assert.Equal("1", await File.ReadAllTextAsync(world["current/v"]));
        Assert.Equal(environment, await File.ReadAllTextAsync(world["current.env"]));
        Assert.Equal(running, world.Process() is { IsAlive: true });
        Assert.Equal(live, (await world.Host.InspectAsync(HostWorld.None)).Live);
    }

    [Fact]
    public async Task AServiceThatTheFileNoLongerHasIsStoppedByTheNextRelease()
    {
        using var world = new HostWorld();
        Configure(world, "deploy: { service: { process: ./run } }");
        await world.DeployAsync(await world.ReleaseAsync(("run", Serve), ("v", "1")));
        var process = world.Process()!;
        Configure(world, "deploy: {}");

        await world.DeployAsync(await world.ReleaseAsync(("v", "2")));

        Assert.False(process.IsAlive);
    }

    /// <summary>A host that an earlier version deployed to recorded nothing; a file that cannot be read any more is no reason to
    /// fail.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{ "settings": { "app": "backend" }, "secrets": {} }""")]
    [InlineData("""{ "settings": { "app": 1, "environments": { "production": { "deploy": { "keeep": "2" } } } }, "secrets": {} }""")]
    public async Task WhatIsNotRecordedRunsAsTheFileSays(string? text)
    {
        using var world = new HostWorld();
        Configure(world, "deploy: { service: { process: ./run } }");
        await world.DeployAsync(await world.ReleaseAsync(("run", Serve), ("v", "1")));
        var kept = Path.ChangeExtension(new FileInfo(world["current.env"]).LinkTarget!, ".json");
        Assert.True(File.Exists(kept));
        File.Delete(kept);
        await (text is null ? Task.CompletedTask : File.WriteAllTextAsync(kept, text));

        Assert.NotEqual(false, (await world.Host.InspectAsync(HostWorld.None)).LiveHasService);
        await world.DeployAsync(await world.ReleaseAsync(("run", Serve), ("v", "2")));
        Assert.True(world.Process()!.IsAlive);
    }

    [Fact]
    public async Task SecretsOfChecksAreKeptForTheOwnerAlone()
    {
        using var world = new HostWorld();
        Configure(world, "health: [{ http: \"http://127.0.0.1:1/\", headers: { X-Token: env:TOKEN } }]");
        var release = await world.ReleaseAsync(("v", "1"));
        var job = world.Job(release);
        var plan = world.Spec.Strategy.Deploy(world.Spec, new HostState(null, 0, []), release, job.Deployment);
        foreach (var act in plan.Prepare.Concat(plan.Activate))
        {
            await world.ApplyAsync(job, act);
        }

        var kept = Assert.Single(Directory.GetFiles(world[".pipelines/env"], "*.json"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));
        Assert.Equal("s3cret", JsonNode.Parse(await File.ReadAllTextAsync(kept))!["secrets"]!["env:TOKEN"]!.GetValue<string>());
        Assert.DoesNotContain("s3cret", world.Spec.Settings!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatNobodyNeedsIsCleanedUp()
    {
        using var world = new HostWorld();
        for (var i = 0; i < 4; i++)
        {
            Configure(world, $"deploy: {{ env: {{ N: \"{i}\" }} }}");
            await world.DeployAsync(await world.ReleaseAsync(("v", $"{i}")));
        }

        Assert.Equal(2, Directory.GetFiles(world[".pipelines/env"], "*.json").Length);
    }

    private static void Configure(HostWorld world, string lines)
    {
        var config = Yaml.Sound(Yaml.Environment(lines));
        world.Spec = DeployKeys.Spec(config, config.Environment("production"), new KnownSecrets()) with { Root = world.Root };
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
