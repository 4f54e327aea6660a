using Pipelines.Cli.Generation;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Cli.Steps;

/// <summary>Prints a completion script.</summary>
/// <param name="steps">All definitions.</param>
internal sealed class CompletionStep(Func<IReadOnlyList<StepDefinition>> steps) : Step
{
    private static readonly Input<Func<IReadOnlyList<StepDefinition>, string>> Shell = Input
        .Choice<Func<IReadOnlyList<StepDefinition>, string>>("shell", "The shell.", ("bash", Completion.Bash), ("zsh", Completion.Zsh),
            ("fish", Completion.Fish))
        .Or(Completion.Bash, "bash");

    public override StepDefinition Definition { get; } = new("completion", "Print a completion script for a shell.")
    {
        Inputs = [Shell],
        Examples = [new("completion --shell zsh", "Load it with: source <(pipelines completion --shell zsh)")],
    };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation) =>
        Task.FromResult(StepResult.Passed("") with { Views = [new Preformatted(step.Require(Shell)(steps()))] });
}
