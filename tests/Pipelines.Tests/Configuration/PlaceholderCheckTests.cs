using Pipelines.Configuration;
using Pipelines.Hosts;

namespace Pipelines.Tests.Configuration;

/// <summary>The kind: what can be refused early is. A placeholder without a value is an error of the file, with its line.</summary>
public sealed class PlaceholderCheckTests
{
    [Theory]
    [InlineData("deploy: { service: { process: \"run {prot}\" }, port: 1 }", "deploy.service.process", "{prot}", "{port}")]
    [InlineData("deploy: { service: { process: [run, \"{shared}/x\"] } }", "deploy.service.process[1]", "{shared}", "")]
    [InlineData("deploy: { service: { process: \"run {port}\" } }", "deploy.service.process", "{port}", "")]
    [InlineData("deploy: { service: { systemd: \"app@{slots}\" } }", "deploy.service.systemd", "{slots}", "{slot}")]
    [InlineData("deploy: { service: { command: { start: s, stop: \"{x}\", status: t } } }", "deploy.service.command.stop", "{x}", "")]
    [InlineData("deploy: { env: { HOME_DIR: \"${HOME}\" } }", "deploy.env.HOME_DIR", "{HOME}", "write {{ for a brace")]
    [InlineData("deploy: { env: { A: \"{root\" } }", "deploy.env.A", "not closed", "")]
    [InlineData("deploy: { hooks: { after-switch: { run: [x, \"{relase}\"] } } }", "deploy.hooks.after-switch.run[1]", "{relase}",
        "{release}")]
    [InlineData("deploy: { install: \"npm {x}\" }", "deploy.install", "{x}", "")]
    [InlineData("health: [{ http: \"http://127.0.0.1:{port}/\" }]", "health[0].http", "{port}", "")]
    [InlineData("health: [{ http: \"http://h/\", expect: { body: \"{\\\"up\\\"}\" } }]", "health[0].expect.body", "{\"up\"}", "")]
    [InlineData("health: [{ command: \"check {shared}\" }]", "health[0].command", "{shared}", "")]
    [InlineData("maintenance: { tasks: [{ name: a, run: \"rotate {shared}\" }] }", "maintenance.tasks[0].run", "{shared}", "")]
    [InlineData("maintenance: { tasks: [{ name: a, on: hosts, run: [rotate, \"{port}\"] }] }", "maintenance.tasks[0].run[1]", "{port}", "")]
    public void AnUnknownOneIsToldWithItsLine(string lines, string path, params string[] said)
    {
        var problem = Assert.Single(Yaml.Problems(Yaml.Environment($"url: https://example.test\n{lines}")));

        Assert.StartsWith(".pipelines.yml:6:", problem, StringComparison.Ordinal);
        Assert.All([$"environments.production.{path}", .. said], text => Assert.Contains(text, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "deploy: { port: 1, service: { process: \"run {port} {app} {environment} {release} {deployment} {slot} {root} {commit}\" } }")]
    [InlineData("deploy: { env: { A: \"{{literal} {root}\", B: env:KEY } }")]
    [InlineData("deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, traffic: { command: \"to {port} {slot}\" } }")]
    [InlineData("health: [{ http: \"http://h/\", headers: { X-A: \"{braces}\" } }]")]
    [InlineData("maintenance: { tasks: [{ name: a, run: \"rotate {root}\" }, { name: b, on: runner, run: [sh, \"{x}\"] }] }")]
    public void WhatHasAValueIsSound(string lines) => Assert.Empty(Yaml.Problems(Yaml.Environment(lines)));

    [Fact]
    public void TheCheckAndTheHostKnowTheSameNames()
    {
        var job = new HostJob("a", "e", "d", 1, Pipelines.Model.DeploymentType.Manual, "r", "c", null);
        var slot = new Pipelines.Adapters.Hosts.Local.SlotView(new("/srv"), new HostSpec { Root = "/srv", Slots = [new Slot("main", 1)] },
            "main", job);

        Assert.All(SlotPlaceholders.Names, name => Assert.NotEqual("", slot.Placeholders("r").Expand($"{{{name}}}")));
        Assert.Null(Placeholders.Problem(string.Concat(SlotPlaceholders.Names.Select(name => $"{{{name}}}")), [.. SlotPlaceholders.Names]));
    }
}
