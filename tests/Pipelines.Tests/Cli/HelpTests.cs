using Pipelines.Configuration.Schema;
using Pipelines.Cli;
using Pipelines.Cli.CommandLine;
using Pipelines.Cli.Generation;
using Pipelines.Errors;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed class HelpTests
{
    private readonly CommandRun _run = new();

    public static TheoryData<string> Steps { get; } =
        [.. new Wiring(_ => null, new FakeClock()).Steps.Select(step => step.Definition.Name)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task OfAStep(string step)
    {
        Assert.Equal(0, await _run.RunAsync([.. step.Split(' '), "--help"]));
        Snapshot.Match(_run.Output,
            GeneratedFiles.FileName(new Wiring(_ => null, _run.Clock).Steps.Single(one => one.Definition.Name == step).Definition));
    }

    [Theory]
    [InlineData("", "all")]
    [InlineData("config", "group")]
    public async Task OfWhatIsNoStep(string words, string name)
    {
        Assert.Equal(0, await _run.RunAsync([.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));
        Snapshot.Match(_run.Output, name);
    }

    [Fact]
    public void EveryExampleParses()
    {
        var wiring = new Wiring(_ => null, _run.Clock);
        var root = CommandTree.Build(wiring.Steps, (_, _, _, _) => Task.FromResult(0));
        foreach (var example in wiring.Steps.SelectMany(step => step.Definition.Examples))
        {
            Assert.True(CommandLineText.TrySplit(example.Arguments, out var arguments), example.Arguments);
            Assert.True(root.Parse(arguments, CommandTree.Parsing).Errors.Count == 0, example.Arguments);
        }
    }

    [Fact]
    public void EveryExitStatusHasAMeaningAndAWordOfItsOwn()
    {
        var codes = Enum.GetValues<ExitCode>();
        Assert.Equal([0, 1, 2, 3, 4, 5, 11, 70, 130], codes.Select(code => (int)code));
        Assert.Equal(codes.Length, codes.Select(ExitCodes.Meaning).Distinct().Count());
        Assert.Equal(
            ["passed", "failed", "bad-input", "blocked", "rolled-back", "rollback-failed", "lease-held", "bug", "cancelled"],
            codes.Select(ExitCodes.Word));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExitCodes.Word((ExitCode)99));
    }
}
