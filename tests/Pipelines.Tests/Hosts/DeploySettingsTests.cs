using System.Text.Json.Nodes;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Tests.Configuration;

namespace Pipelines.Tests.Hosts;

/// <summary>A host understands the sections of the file as the controller does, and gets nothing else of it.</summary>
public sealed class DeploySettingsTests
{
    private static readonly string[] Lines =
    [
        "deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, traffic: { command: \"move {port}\" }, drain: 3s }",
        "deploy: { service: { process: 'a \"b c\" {port}', grace: 1500ms }, port: 8080, keep: 2, shared: [up, data/x] }",
        "deploy: { env: { A: \"yes\", B: '012', C: \"ünï \\u00e9 😀 \\\"q\\\" \\\\ # : {slot}\", D: env:KEY }, install: [\"a b\", c] }",
        "deploy: { hooks: { before-switch: bin/m, on-rollback: { run: [x, \"y z\"], within: 2m } }, verify: activation }",
        "deploy: { port: 1 }\nhealth:\n  - http: http://127.0.0.1:{port}/h\n    headers: { X-Token: env:KEY }\n    expect: { status: 2xx, "
            + "json: { \"$.a\": up "
            + "} }"
            + "\n  - tcp: 127.0.0.1:{port}\n  - command: bin/test\n  - postgres: env:KEY",
        "deploy: {}\nhealth: []",
    ];

    public static TheoryData<string> Sections => [.. Lines];

    [Theory]
    [MemberData(nameof(Sections))]
    public void AHostReadsWhatTheFileSays(string lines)
    {
        var text = Yaml.Environment(lines);
        var config = Yaml.Sound(text) with { Text = text };

        var wire = DeploySettings.Write(config, "production", []).ToJsonString();
        var read = DeploySettings.Read(JsonNode.Parse(wire)!, Yaml.Schema);

        Assert.Equal(Shown(config), Shown(read));
    }

    [Fact]
    public void WhatDiffersIsToldKeyByKey()
    {
        var before = Settings("deploy: { root: /srv/a, keep: 3, port: 1, service: { process: \"node a.js\" }, env: { A: x, S: env:S } }");
        var after = Settings("deploy: { root: /srv/b, keep: 4, port: 2, service: { process: [node, b.js] }, env: { A: x } }\n"
            + "health: [{ tcp: \"127.0.0.1:{port}\" }]");

        Assert.Equal(
            ["deploy.env.S: env:S -> not set", "deploy.port: 1 -> 2", "deploy.service.process: node a.js -> node b.js",
                "health[0].tcp: not set -> 127.0.0.1:{port}"],
            DeploySettings.Changes(before, after));
        Assert.True(DeploySettings.AreSame(before, Settings(
            "deploy: { env: { S: env:S, A: x }, service: { process: \"node a.js\" }, port: \"1\" }")));
        Assert.False(DeploySettings.AreSame(before, after));
    }

    /// <summary>Its own way to run, on the host of today.</summary>
    [Fact]
    public void AnEarlierReleaseRunsItsOwnWayOnTheHostOfToday()
    {
        var today = Settings("deploy: { root: /srv/b, keep: 4, service: { process: new } }");

        var slots = Settings("deploy: { strategy: blue-green, ports: { blue: 1, green: 2 } }");
        Assert.Equal("new", Process(DeploySettings.OnTheHostOf(today, slots)));
        var old = Settings("deploy: { root: /srv/a, verify: activation, service: { process: old } }");
        var settings = DeploySettings.OnTheHostOf(today, old);

        Assert.Equal("old", Process(settings));
        var deploy = settings["environments"]!["production"]!["deploy"]!;
        Assert.Equal(("/srv/b", "4", null), ($"{deploy["root"]}", $"{deploy["keep"]}", deploy["verify"]));
    }

    private static string Process(JsonObject settings) => $"{settings["environments"]!["production"]!["deploy"]!["service"]!["process"]}";

    private static JsonObject Settings(string lines) => DeploySettings.Write(Yaml.Sound(Yaml.Environment(lines)), "production", []);

    [Fact]
    public void NothingElseOfTheFileIsSent()
    {
        var text = Yaml.Environment("deploy: { keep: 2 }\nnotify: [{ webhook: env:HOOK }]") + "  staging:\n    deploy: { keep: 3 }\n";
        Assert.Equal(
            """{"app":"backend","signing":{"trust":[]},"environments":{"production":{"deploy":{"keep":"2"}}}}""",
            DeploySettings.Write(Yaml.Sound(text) with { Text = text }, "production", []).ToJsonString());
    }

    [Theory]
    [InlineData("""{ "app": "backend" }""")]
    [InlineData("""{ "app": "backend", "environments": { "production": { "deploy": { "keeep": "2" } } } }""")]
    [InlineData("[]")]
    public void WhatIsNoConfigurationIsRefused(string json) =>
        Assert.Throws<PipelineException>(() => DeploySettings.Read(JsonNode.Parse(json)!, Yaml.Schema));

    /// <summary>A spec, to the last value, as text.</summary>
    private static string Shown(ConfigFile config)
    {
        var spec = DeployKeys.Spec(config, config.Environment("production"), new Keys());
        return string.Join('\n', [
            $"{spec.Strategy} {spec.Service} {spec.Traffic} {spec.Drain} {spec.Keep} {spec.VerifyAtActivation} {spec.InstallWithin}",
            Words(spec.Install ?? []), Words((spec.Service as ServiceSpec.Process)?.Command ?? []), Words(spec.Shared), Words(spec.Slots),
            Words((spec.Traffic as TrafficSpec.Command)?.Line ?? []), Words(spec.Variables),
            Words(spec.Hooks.Select(hook => $"{hook.Key} {Words(hook.Value.Command)} {hook.Value.Within}")),
            Words(spec.Health.Select(check => $"{check.Description} {check.Within} "
                + Words((check as HttpCheck)?.Sends.Select(header => $"{header.Key}={header.Value.Reveal()}") ?? []))),
        ]).Replace(Ambient, "", StringComparison.Ordinal);
    }

    /// <summary>How a list prints itself.</summary>
    private const string Ambient = "System.Collections.Generic.List`1[System.String]";

    private static string Words<T>(IEnumerable<T> words) => string.Join(' ', words.Select(word => $"<{word}>"));

    private sealed class Keys : ISecretSource
    {
        public Secret Resolve(SecretReference reference) => new($"value of {reference}");
    }
}
