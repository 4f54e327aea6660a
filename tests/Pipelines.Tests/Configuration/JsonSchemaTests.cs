using System.Text.Json.Nodes;
using Pipelines.Cli;

namespace Pipelines.Tests.Configuration;

public sealed class JsonSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(Yaml.Schema.JsonSchema().ToJsonString())!;

    public static TheoryData<string> Good { get; } =
    [
        Yaml.LevelOne, ExampleTests.Whole,
        .. Yaml.Schema.TopKeys.Concat(Yaml.Schema.SharingKeys).Concat(Yaml.Schema.EnvironmentKeys)
            .Select(key => key.Example).OfType<string>(),
    ];

    public static TheoryData<string> Bad { get; } =
    [
        "[]", "app: backend\n", $"sotre: x\n{Yaml.LevelOne}", $"store:\n{Yaml.LevelOne}", $"store: [a]\n{Yaml.LevelOne}",
        $"calendars: {{ a: {{ open: [] }} }}\n{Yaml.LevelOne}", $"calendars: {{ A: {{ zone: UTC }} }}\n{Yaml.LevelOne}",
        $"package: {{ pathh: x }}\n{Yaml.LevelOne}", $"package: dist\n{Yaml.LevelOne}",
        Yaml.Environment("deploy: { keep: 0 }"), Yaml.Environment("deploy: { keep: many }"),
        Yaml.Environment("deploy: { strategy: purple }"),
        Yaml.Environment("deploy: { port: 65536 }"), Yaml.Environment("deploy: { drain: soon }"),
        Yaml.Environment("deploy: { ports: { blue: 1 } }"),
        Yaml.Environment("deploy: { env: { A-B: x } }"), Yaml.Environment("deploy: { hooks: { before-lunch: x } }"),
        Yaml.Environment("deploy: { install: { run: x } }"),
        Yaml.Environment("health: [{ postgres: postgres://x }]"), Yaml.Environment("health: [{ http: 'http://a', insecure: perhaps }]"),
        Yaml.Environment("notify: [{ discord: https://x }]"), Yaml.Environment("notify: [{ discord: env:A, on: [fialed] }]"),
        Yaml.Environment("triggers: [pull_request]"),
        "app: backend\nenvironments: { production: { hosts: [] } }\n", Yaml.Environment("requires: { branches: [] }"),
        Yaml.Environment("maintenance: { tasks: [] }"), $"apps: {{ web: {{}} }}\n{Yaml.LevelOne}", "apps: { web: { store: [] } }\n",
        "apps: { web: { app: x, environments: { a: {} } } }\n", $"defaults: {{ hots: x }}\n{Yaml.LevelOne}",
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public void WhatTheReaderAcceptsAnEditorAccepts(string yaml)
    {
        Yaml.Sound(yaml);
        Assert.True(SchemaValidator.Accepts(Schema, yaml));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void WhatAnEditorMarksTheReaderRefuses(string yaml)
    {
        Assert.NotEmpty(Yaml.Problems(yaml));
        Assert.False(SchemaValidator.Accepts(Schema, yaml));
    }

    [Fact]
    public void EveryKeyIsDescribed()
    {
        var count = 0;
        Describe(Schema, ref count);
        Assert.True(count > 50, $"only {count} keys");
    }

    private static void Describe(JsonNode? node, ref int count)
    {
        foreach (var (name, value) in node is JsonObject map && map["properties"] is JsonObject keys ? keys : [])
        {
            Assert.True(value!["description"]?.GetValue<string>().Length > 5, name);
            count++;
        }

        foreach (var child in node switch { JsonObject inner => inner.Select(pair => pair.Value), JsonArray list => list, _ => [] })
        {
            Describe(child, ref count);
        }
    }
}
