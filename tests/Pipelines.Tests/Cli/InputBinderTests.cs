using Pipelines.Cli.CommandLine;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed class InputBinderTests
{
    private static readonly Input<string> Name = Input.Text("who-is-it", "Who.").Or("nobody", "nobody");
    private static readonly Input<string> Needed = Input.Text("needed", "Needed.") with { Required = true };
    private static readonly Input<int?> Count = Input.Integer("count", "How many.", 1, 9);
    private static readonly Input<string> Mode = Input.Choice("mode", "How.", ("report", "r"), ("enforce", "e"));
    private static readonly StepDefinition Step = new("try", "Try.") { Inputs = [Name, Count, Mode] };

    private readonly Dictionary<string, string> _flags = [];
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _loaded = [];
    private Func<string, ConfigFile> _load = _ => Yaml.Sound($"store: file:from-config\n{Yaml.LevelOne}");

    [Theory]
    [InlineData("flag,INPUT_WHO-IS-IT,INPUT_WHO_IS_IT,PIPELINES_WHO_IS_IT", "flag")]
    [InlineData("INPUT_WHO-IS-IT,INPUT_WHO_IS_IT,PIPELINES_WHO_IS_IT", "INPUT_WHO-IS-IT")]
    [InlineData("INPUT_WHO_IS_IT,PIPELINES_WHO_IS_IT", "INPUT_WHO_IS_IT")]
    [InlineData("PIPELINES_WHO_IS_IT", "PIPELINES_WHO_IS_IT")]
    [InlineData("PIPELINES_WHO-IS-IT,who-is-it", "nobody")]
    [InlineData("", "nobody")]
    public void TheFirstPlaceWins(string places, string value)
    {
        foreach (var place in places.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            (place == "flag" ? _flags : _variables)[place == "flag" ? Name.Name : place] = place;
        }

        Assert.Equal(value, Bind(Step).Get(Name));
    }

    [Fact]
    public void AnEmptyTextCountsAsNotGiven()
    {
        _flags["who-is-it"] = "";
        _variables["INPUT_WHO-IS-IT"] = "";
        _variables["PIPELINES_WHO_IS_IT"] = "somebody";
        Assert.Equal("somebody", Bind(Step).Get(Name));
    }

    [Fact]
    public void WordsOfWhichNothingCanBeSeenCountAsNotGiven()
    {
        var words = Input.Text("words", "Words.") with { IsProse = true, Required = true };
        _flags["words"] = "\u200B\u3164 ";
        Assert.Equal("--words", Assert.Single(Assert.Throws<PipelineException>(() => Bind(Step with { Inputs = [words] })).Problems).Where);
    }

    [Theory]
    [InlineData(null, "file:from-config")]
    [InlineData("file:from-flag", "file:from-flag")]
    public void TheFileStandsBeforeTheDefault(string? flag, string store)
    {
        if (flag is not null)
        {
            _flags["store"] = flag;
        }

        Assert.Equal(store, Bind(Step with { Inputs = [StoreInputs.Store], Config = ConfigUse.Required }).Get(StoreInputs.Store));
    }

    [Fact]
    public void WithoutTheKeyInTheFileTheDefaultHolds()
    {
        _load = _ => Yaml.Sound(Yaml.LevelOne);
        Assert.Equal("file:.pipelines/store",
            Bind(Step with { Inputs = [StoreInputs.Store], Config = ConfigUse.Required }).Get(StoreInputs.Store));
    }

    [Fact]
    public void AllThatIsWrongWithInputsAndFileIsToldTogetherWithItsSource()
    {
        _flags["count"] = "ten";
        _variables["INPUT_MODE"] = "enforec";
        _load = _ => throw new PipelineException([new Problem("app", "is missing.", null, new SourcePosition(".pipelines.yml", 1, 1))]);
        Assert.Equal(
            [
                ".pipelines.yml:1:1: app: is missing.",
                "--count: expected a whole number from 1 to 9, got \"ten\".",
                "INPUT_MODE: expected one of report, enforce, got \"enforec\". Did you mean enforce?",
                "--needed: is required. Expected a string.",
            ],
            Problems(Step with { Inputs = [Count, Mode, Needed], Config = ConfigUse.Required }));
    }

    [Theory]
    [InlineData("INPUT_ENVIRONMENT")]
    [InlineData("PIPELINES_ENVIRONMENT")]
    public void AProblemNamesTheVariableThatItCameBy(string variable)
    {
        _variables[variable] = "Prod!";
        Assert.Equal(
            [$"{variable}: expected lower-case letters, digits and dashes, starting with a letter or digit, at most 63, got \"Prod!\"."],
            Problems(Step with { Inputs = [CommonInputs.Environment] }));
    }

    [Theory]
    [InlineData(ConfigUse.None, null, "")]
    [InlineData(ConfigUse.None, "x.yml", "")]
    [InlineData(ConfigUse.Optional, null, "")] // there is no .pipelines.yml where tests run
    [InlineData(ConfigUse.Optional, "x.yml", "x.yml")]
    [InlineData(ConfigUse.Required, null, ".pipelines.yml")]
    public void TheFileIsLoadedWhenItIsNeededOrNamedOrThere(ConfigUse use, string? given, string loaded)
    {
        if (given is not null)
        {
            _variables["INPUT_CONFIG"] = given;
        }

        var context = Bind(Step with { Config = use });
        Assert.Equal(loaded, string.Join(',', _loaded));
        Assert.Equal(loaded.Length > 0, context.OptionalConfig is not null);
    }

    [Theory]
    [InlineData("INPUT_FLAG", "true", true)]
    [InlineData("INPUT_FLAG", "false", false)]
    [InlineData("INPUT_FLAG", "", false)] // an action's unset input
    public void AFlagByVariableIsTrueOrFalse(string name, string text, bool value)
    {
        _variables[name] = text;
        Assert.Equal(value, Bind(Step with { Inputs = [ScriptedStep.Flag] }).Get(ScriptedStep.Flag));
    }

    [Fact]
    public void AFlagIsNothingElse()
    {
        _variables["INPUT_FLAG"] = "yes";
        Assert.Equal(["INPUT_FLAG: expected true or false, got \"yes\"."], Problems(Step with { Inputs = [ScriptedStep.Flag] }));
    }

    private IReadOnlyList<string> Problems(StepDefinition step) =>
        [.. Assert.Throws<PipelineException>(() => Bind(step)).Problems.Select(problem => $"{problem}")];

    private StepContext Bind(StepDefinition step)
    {
        var (values, config) = new InputBinder(input => _flags.GetValueOrDefault(input.Name), _variables.GetValueOrDefault, place =>
        {
            _loaded.Add(place.Path);
            return _load(place.Path);
        }).Bind(step);
        return new StepContext(values, config, new RunContext("local"), new NullReporter());
    }
}
