using System.Text.Json.Nodes;
using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Tests.Configuration;

namespace Pipelines.Tests.Hosts.Wire;

/// <summary>A host understands the sections of the file as the controller does, and gets nothing else of it.</summary>
public sealed class WireSettingsTests
{
    private static readonly string[] Lines =
    [
        "deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, traffic: { command: \"move {port}\" }, drain: 3s }",
        "deploy: { service: { process: 'a \"b c\" {port}', grace: 1500ms }, port: 8080, keep: 2, shared: [up, data/x] }",
        "deploy: { env: { A: \"yes\", B: '012', C: \"ünï \\u00e9 😀 \\\"q\\\" \\\\ # : {slot}\", D: env:KEY }, install: [\"a b\", c] }",
        "deploy: { hooks: { before-switch: bin/m, on-rollback: { run: [x, \"y z\"], within: 2m } }, verify: activation }",
        "health:\n  - http: http://127.0.0.1:{port}/h\n    headers: { X-Token: env:KEY }\n    expect: { status: 2xx, json: { \"$.a\": up "
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

        var wire = WireSettings.Write(config, "production", []).ToJsonString();
        var read = WireSettings.Read(JsonNode.Parse(wire)!, Yaml.Schema);

        Assert.Equal(Shown(config), Shown(read));
    }

    [Fact]
    public void NothingElseOfTheFileIsSent()
    {
        var text = Yaml.Environment("deploy: { keep: 2 }\nnotify: [{ webhook: env:HOOK }]") + "  staging:\n    deploy: { keep: 3 }\n";
        Assert.Equal(
            """{"app":"backend","signing":{"trust":[]},"environments":{"production":{"deploy":{"keep":"2"}}}}""",
            WireSettings.Write(Yaml.Sound(text) with { Text = text }, "production", []).ToJsonString());
    }

    [Theory]
    [InlineData("""{ "app": "backend" }""")]
    [InlineData("""{ "app": "backend", "environments": { "production": { "deploy": { "keeep": "2" } } } }""")]
    [InlineData("[]")]
    public void WhatIsNoConfigurationIsRefused(string json) =>
        Assert.Throws<PipelineException>(() => WireSettings.Read(JsonNode.Parse(json)!, Yaml.Schema));

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
