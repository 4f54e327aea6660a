using Pipelines.Steps;

namespace Pipelines.Tests.Cli;

/// <summary>A step called <c>try</c> that does what a test says.</summary>
internal sealed class ScriptedStep(Func<StepContext, CancellationToken, Task<StepResult>> act) : Step
{
    public static Input<string> Text { get; } = Input.Text("text", "Some text.");

    public static Input<bool> Flag { get; } = Input.Flag("flag", "A switch.");

    public static Output Answer { get; } = new("the-answer", "What came of it.");

    public ScriptedStep(Func<StepContext, StepResult> act)
        : this((step, _) => Task.FromResult(act(step)))
    {
    }

    public override StepDefinition Definition { get; } = new("try", "Try something.") { Inputs = [Text, Flag], Outputs = [Answer] };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation) => act(step, cancellation);
}
