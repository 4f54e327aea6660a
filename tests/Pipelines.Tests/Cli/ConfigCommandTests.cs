using Pipelines.Adapters.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task CheckSaysWhatIsThere()
    {
        Holidays("BEGIN:VCALENDAR\nEND:VCALENDAR\n");
        Assert.Equal(0, await RunAsync("check", ExampleTests.Whole));
        Assert.Equal($"{_directory["f.yml"]} is valid: backend, staging, production.\n", _run.Output);
    }

    [Fact]
    public async Task CheckTellsEveryProblemWithItsPlace()
    {
        Assert.Equal(2, await RunAsync("check", $"sotre: x\n{Yaml.LevelOne}    calendar: x\n"));
        Snapshot.Match(_run.Error.Replace(_directory.Path, "DIRECTORY", StringComparison.Ordinal), "check");
    }

    /// <summary>Also where one writes the root and the other inherits it, and through <c>..</c>.</summary>
    [Theory]
    [InlineData("hosts: [\"local:\"]", "hosts: [\"local:\"]", "/srv/backend")]
    [InlineData("hosts: [\"local:/srv/x/../backend/\"]", "hosts: [\"local:\"]", "/srv/backend")]
    [InlineData("hosts: [\"local:/srv/a\", \"local:/srv/b\"]", "hosts: [\"local:/srv/b\"]", "/srv/b")]
    [InlineData("hosts: [\"local:\"], deploy: { root: /srv/one }", "hosts: [\"local:/srv/one\"]", "/srv/one")]
    [InlineData("hosts: [\"local:\"], deploy: { root: /srv/one }", "hosts: [\"local:\"]", null)]
    public async Task CheckRefusesTwoEnvironmentsWithOneRoot(string first, string second, string? root)
    {
        var config = $"app: backend\nenvironments:\n  staging: {{ {first} }}\n  production: {{ {second} }}\n";

        Assert.Equal(root is null ? 0 : 2, await RunAsync("check", config));

        Assert.Equal(root is null ? "" : $"error: {_directory["f.yml"]}:4:17: environments.production.hosts: {root} is the root of staging "
            + "and production. Expected a root for each environment. Set deploy.root, or write the root into the host, as in "
            + "local:/srv/app.\n", _run.Error);
    }

    [Fact]
    public async Task OnGitHubAProblemIsAnAnnotationAtItsPlace()
    {
        _run.Variables["GITHUB_ACTIONS"] = "true";
        Assert.Equal(2, await RunAsync("check", $"sotre: x\n{Yaml.LevelOne}"));
        Assert.Equal(
            $"::error file={_directory["f.yml"]},line=1,col=1::{_directory["f.yml"]}:1:1: sotre: is not a known key. Did you mean "
            + $"store?\n", _run.Output);
    }

    [Theory]
    [InlineData(null, "holidays/de.ics: the calendar file cannot be read: ")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR\n", "holidays/de.ics:3:1: ")]
    public async Task CheckReadsTheFilesOfHolidaysToo(string? holidays, string problem)
    {
        if (holidays is not null)
        {
            Holidays(holidays);
        }

        Assert.Equal(2, await RunAsync("check", ExampleTests.Whole));
        Assert.StartsWith($"error: {problem}", _run.Error, StringComparison.Ordinal);
        Assert.Single(_run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("production")]
    [InlineData("staging")]
    public async Task ShowTellsWhatHoldsWithSecretsAsReferences(string environment)
    {
        _run.Variables["PROD_DATABASE_URL"] = "postgres://hunter2";
        Assert.Equal(0, await RunAsync("show", ExampleTests.Whole, "--environment", environment));
        Assert.DoesNotContain("hunter2", _run.Output, StringComparison.Ordinal);
        Snapshot.Match(_run.Output, $"show-{environment}");
    }

    [Fact]
    public async Task ShowOfAnUnknownEnvironmentNamesTheNearest()
    {
        Assert.Equal(2, await RunAsync("show", ExampleTests.Whole, "--environment", "prodution"));
        Assert.Contains("\"prodution\" is not an environment in", _run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean production?", _run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy: { shared: [], env: {}, hooks: {} }")]
    [InlineData("deploy: { env: { A: 'null', B: \"'x': #y\", C: \"a\\nb\", D: ' s ', F: '-', G: 'true', H: '*x', I: '!y', J: '@z' } }")]
    [InlineData("health: [{ http: 'http://a', expect: { json: { '$.a: b': 'x # y', '- c': \"{{\" } } }]")]
    [InlineData("deploy: { install: [npm, ci, '--x=a b'] }")]
    public async Task WhatIsShownReadsBackAsItWas(string lines)
    {
        var text = Yaml.Environment(lines);
        Assert.Equal(0, await RunAsync("show", text, "--environment", "production"));
        Assert.Equal(Stage(text), Stage(_run.Output));
    }

    private static string Stage(string text)
    {
        var root = YamlReader.Read("f", text, new ConfigReading());
        var environments = Member(root!, "environments");
        return Show(Member(environments, "production"));

        static ConfigNode Member(ConfigNode node, string key) => ((ConfigNode.Mapping)node).Entries.Single(entry => entry.Key == key).Value;
    }

    /// <summary>Keys that only tell a default are left out.</summary>
    private static string Show(ConfigNode node) => node switch
    {
        ConfigNode.Scalar scalar => $"<{scalar.Text}>",
        ConfigNode.Sequence list => $"[{string.Join(',', list.Items.Select(Show))}]",
        ConfigNode.Mapping map =>
            $"{{{string.Join(',', map.Entries.Where(entry => entry.Key is not ("ssh" or "rollout" or "triggers" or "requires" or "queue" or "override" or "calendar" or "time-left" or "notify" or "health" or "deploy") || Show(entry.Value) != "<>").Select(entry => $"{entry.Key}={Show(entry.Value)}").Order(StringComparer.Ordinal))}}}",
        _ => throw new InvalidOperationException(node.Kind),
    };

    private void Holidays(string text)
    {
        Directory.CreateDirectory(_directory["holidays"]);
        File.WriteAllText(_directory["holidays/de.ics"], text);
    }

    private async Task<int> RunAsync(string command, string config, params string[] arguments)
    {
        await File.WriteAllTextAsync(_directory["f.yml"], config);
        return await _run.RunAsync(["config", command, "--config", _directory["f.yml"], .. arguments]);
    }
}
