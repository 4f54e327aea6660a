using System.Reflection;
using System.Text.Json;
using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Hosts;
using Pipelines.Hosts.Hooks;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Tests.Hosts;

/// <summary>Acts and jobs cross a wire: every kind is written and read back as it was, and no secret goes with it.</summary>
public sealed class HostActionJsonTests
{
    private static readonly HostAction[] Acts =
    [
        new HostAction.Stage("R1"),
        new HostAction.Verify("R1"),
        new HostAction.RunHook(HookPoint.AfterCommit, "green"),
        new HostAction.Stop("blue"),
        new HostAction.Point("blue", "R1", "D1"),
        new HostAction.Clear("blue"),
        new HostAction.Start("blue"),
        new HostAction.Prove("blue", "R1"),
        new HostAction.Prove("blue", "R1", ViaTraffic: false, TimeSpan.FromSeconds(30)),
        new HostAction.Hold("blue"),
        new HostAction.Route("blue"),
        new HostAction.Route("blue", 10),
        new HostAction.Route(null),
        new HostAction.Drain("blue", TimeSpan.FromSeconds(1.5)),
        new HostAction.Commit("blue", "R1"),
        new HostAction.Adopt("0123456789ab"), new HostAction.Prove("main", "0123456789ab") { AsConfigured = true },
        new HostAction.RunTask("tidy \"up\"", ["bin/tidy", "--all", "a b"], TimeSpan.FromMinutes(5)),
        new HostAction.Prune(5),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Acts.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void AnActIsReadBackAsItWasWritten(int number)
    {
        var json = JsonSerializer.Serialize(Acts[number], WireJson.Default.HostAction);
        var read = JsonSerializer.Deserialize(json, WireJson.Default.HostAction)!;
        Assert.Equal((Acts[number].GetType(), Acts[number].Description, json),
            (read.GetType(), read.Description, JsonSerializer.Serialize(read, WireJson.Default.HostAction)));
    }

    [Fact]
    public void EveryKindOfActIsTried() => Assert.Equal(
        typeof(HostAction).GetNestedTypes(BindingFlags.Public).Where(type => type.IsSubclassOf(typeof(HostAction))).ToHashSet(),
        [.. Acts.Select(act => act.GetType())]);

    [Fact]
    public void AJobIsReadBackWithoutItsSecrets()
    {
        var job =
            new HostJob("app", "production", "D1", 7, DeploymentType.Manual, "R1", Commit: null,
                "kim") { Log = new LogIdentity("c0ffee", "app/production in file:/store"), AdoptsHost = true,
                    Secrets = new Dictionary<string, Secret> { ["KEY"] = new("hunter2") } };
        var json = JsonSerializer.Serialize(job, WireJson.Default.HostJob);
        Assert.DoesNotContain("hunter2", json, StringComparison.Ordinal);
        var read = JsonSerializer.Deserialize(json, WireJson.Default.HostJob)!;
        Assert.Equal(job, read with { Secrets = job.Secrets });
    }

    [Theory]
    [InlineData("""{ "act": "explode" }""")]
    [InlineData("""{ "slot": "blue" }""")]
    [InlineData("""{ "act": "stop" }""")]
    [InlineData("""{ "act": "stop", "slot": "blue", "force": true }""")]
    public void WhatIsNoActIsRefused(string json) =>
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize(json, WireJson.Default.HostAction));
}
