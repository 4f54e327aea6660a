using Pipelines.Cli;
using Pipelines.Cli.CommandLine;
using Pipelines.Cli.Generation;
using Pipelines.Steps;
using Pipelines.Tests.Fakes;
using YamlDotNet.RepresentationModel;

namespace Pipelines.Tests.Cli;

public sealed class GeneratedFilesTests
{
    private const string Hostile =
        "It's \"quoted\": #not a comment, {braces} [lists] | > & * ! % @ `x` \\n \\ $[[ inputs.x ]] ${{ x }}\nsecond line: - a\ttab é😀";

    private static readonly IReadOnlyList<Step> Steps = new Wiring(_ => null, new FakeClock()).Steps;
    private static readonly IReadOnlyList<StepDefinition> Definitions = [.. Steps.Select(step => step.Definition)];

    public static TheoryData<string> Faced { get; } =
        [.. Definitions.Where(step => step.Faces == Faces.Everywhere).Select(step => step.Name)];

    [Fact]
    public async Task AreFresh()
    {
        var run = new CommandRun();
        Assert.True(await run.RunAsync("generate", "--check", "--root", Repository.Root) == 0, run.Output);
    }

    [Fact]
    public async Task AreWrittenWhenStaleAndOnlyThen()
    {
        using var directory = new TempDirectory();
        var run = new CommandRun();
        await File.WriteAllTextAsync(directory["README.md"], "before\n<!-- steps: generated -->\nold\n<!-- /steps -->\nafter\n");
        Assert.Equal(1, await run.RunAsync("generate", "--check", "--root", directory.Path));
        Assert.StartsWith("error: stale: actions/gate/action.yml, ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["README.md"], Directory.EnumerateFileSystemEntries(directory.Path).Select(Path.GetFileName));

        Assert.Equal(0, await run.RunAsync("generate", "--root", directory.Path));
        Assert.Matches(@"^(\d+) files, \1 written\.\n$", run.Output);
        Assert.Equal(0, await run.RunAsync("generate", "--check", "--root", directory.Path));
        Assert.Equal(0, await run.RunAsync("generate", "--root", directory.Path));
        Assert.Matches(@"^\d+ files, 0 written\.\n$", run.Output);
        Assert.Equal(["before", "after"],
            (await File.ReadAllLinesAsync(directory["README.md"])).Where(line => !line.StartsWith('|') && !line.StartsWith('<')));
    }

    [Theory]
    [InlineData(null, 2, "error: --root: there is no file ")]
    [InlineData("no markers\n", 1, "error: README.md lacks the lines <!-- steps: generated --> and <!-- /steps -->.")]
    public async Task NeedAReadmeWithMarkers(string? readme, int status, string message)
    {
        using var directory = new TempDirectory();
        var run = new CommandRun();
        if (readme is not null)
        {
            await File.WriteAllTextAsync(directory["README.md"], readme);
        }

        Assert.Equal(status, await run.RunAsync("generate", "--root", directory.Path));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Faced))]
    public void ActionComponentAndCommandHaveTheSameInputs(string name)
    {
        var step = Definitions.Single(step => step.Name == name);
        var action = Keys(Document(ActionYaml.Of(step, "x"), 0), "inputs");
        var component = Keys(Document(GitLabComponent.Of(step), 0), "spec", "inputs")
            .Where(key => step.AllInputs.Any(input => input.Name == key)).ToList();
        var personal = step.AllInputs.Where(input => input.CommandLineOnly).Select(input => $"--{input.Name}");
        var command = CommandTree.Build(Steps, (_, _, _, _) => Task.FromResult(0))
            .Parse(name.Split(' '), CommandTree.Parsing).CommandResult.Command;
        Assert.NotEmpty(action);
        // a secret is a variable elsewhere
        var open = action.Except(step.AllInputs.Where(input => input.IsSecret).Select(input => input.Name)).ToList();
        Assert.Equal(open, component);
        Assert.Equal(open.Select(input => $"--{input}"), command.Options.Select(option => option.Name).Except(personal));
    }

    [Theory]
    [MemberData(nameof(Faced))]
    public void OutputsOfAnActionAreThoseOfItsStep(string name)
    {
        var step = Definitions.Single(step => step.Name == name);
        Assert.Equal(step.Outputs.Select(output => output.Name), step.Outputs.Count == 0
            ? [] : Keys(Document(ActionYaml.Of(step, "x"), 0), "outputs"));
    }

    [Theory]
    [MemberData(nameof(Faced))]
    public void EveryInputOfAComponentBecomesAVariableThatTheBinderReads(string name)
    {
        var step = Definitions.Single(step => step.Name == name);
        var text = GitLabComponent.Of(step);
        var job = (YamlMappingNode)((YamlMappingNode)Document(text, 1)).Children.Single().Value;
        var variables = (YamlMappingNode)job["variables"];
        Assert.Equal(
            step.AllInputs.Where(input => !input.CommandLineOnly && !input.IsSecret)
                .Select(input => ($"PIPELINES_{input.Name.ToUpperInvariant().Replace('-', '_')}", $"$[[ inputs.{input.Name} ]]")),
            variables.Children.Select(pair => ($"{pair.Key}", $"{(pair.Value is YamlMappingNode inner ? inner["value"] : pair.Value)}")));
        // constants only: no shell reads a value
        Assert.Equal($"pipelines {name}", ((YamlScalarNode)((YamlSequenceNode)job["script"]).Single()).Value);
    }

    [Fact]
    public void TheFacesOfDeployAreAsReviewed()
    {
        var deploy = Definitions.Single(step => step.Name == "deploy");
        Snapshot.Match(ActionYaml.Of(deploy, "Pipelines: deploy"), "action");
        Snapshot.Match(GitLabComponent.Of(deploy), "component");
    }

    [Fact]
    public void HostileTextsSurviveInEveryYaml()
    {
        var input = Input.Choice("mode", Hostile, ("a: b", 1), ("'c'", 2)).Or(1, "a: b");
        var step =
            new StepDefinition("try it", Hostile) { Inputs = [input], Outputs = [new Output("o", Hostile)], Faces = Faces.Everywhere };
        var action = Document(ActionYaml.Of(step, Hostile), 0);
        Assert.Equal($"{Hostile} Linux runners only.", Text(action, "description"));
        Assert.Equal(Hostile, Text(action, "name"));
        Assert.Equal($"{Hostile} One of: a: b, 'c'.", Text(action, "inputs", "mode", "description"));
        Assert.Equal("a: b", Text(action, "inputs", "mode", "default"));
        Assert.Equal(Hostile, Text(action, "outputs", "o", "description"));
        Assert.Equal(Hostile, Text(Document(GitLabComponent.Of(step), 0), "spec", "inputs", "mode", "description"));
    }

    [Fact]
    public void HostileTextsStayInTheirCellOfATable()
    {
        var table = Markdown.Table(["A", "B"], [["a|b\nc", "d"]]);
        Assert.Equal("| A | B |\n| --- | --- |\n| a\\|b c | d |\n", table);
        Assert.Equal("", Markdown.Table(["A"], []));
    }

    private static YamlNode Document(string text, int index)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[index].RootNode;
    }

    private static IReadOnlyList<string> Keys(YamlNode node, params string[] path) =>
        [.. ((YamlMappingNode)path.Aggregate(node, (inner, key) => inner[key])).Children.Keys.Select(key => ((YamlScalarNode)key).Value!)];

    private static string? Text(YamlNode node, params string[] path) =>
        ((YamlScalarNode)path.Aggregate(node, (inner, key) => inner[key])).Value;
}
