using Pipelines.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed class WiringTests
{
    private readonly Wiring _wiring = new(_ => null, new FakeClock());

    [Fact]
    public void EveryStepIsFoundByTheFirstWordOfItsName() => Assert.All(
        Names([]), name => Assert.Contains(name, Names(name.Split(' '))));

    [Fact]
    public void OnlyStepsUnderTheFirstWordAreMade()
    {
        Assert.Equal(["gate"], Names(["gate", "--environment", "deploy"]));
        Assert.Equal(["history", "history verify"], Names(["history", "--environment", "production"]));
        Assert.Equal(["config check", "config show"], Names(["config"]));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("gaet")]
    [InlineData("--output", "json", "gate")]
    public void AnythingElseMayMeanEveryStep(params string[] arguments) => Assert.Equal(Names([]), Names(arguments));

    private IReadOnlyList<string> Names(IReadOnlyList<string> arguments) =>
        [.. _wiring.StepsFor(arguments).Select(step => step.Definition.Name)];
}
