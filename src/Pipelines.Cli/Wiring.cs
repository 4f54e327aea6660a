using Pipelines.Cli.Steps;
using Pipelines.Configuration;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Cli;

/// <summary>Every object of the program, made by hand. A new step is one line in <see cref="Steps"/>.</summary>
internal sealed class Wiring
{
    /// <summary>The configuration file: each key is declared by the feature that uses it.</summary>
    public static ConfigSchema Schema { get; } = new(
        TopKeys: [CoreKeys.App],
        StageKeys: []);

    public Wiring(Func<string, string?> variable, TimeProvider clock, IReporter reporter)
    {
        Steps =
        [
            new ConfigCheckStep(),
            new CompletionStep(() => Definitions),
            new GenerateStep(() => Definitions, Schema),
        ];
    }

    public IReadOnlyList<Step> Steps { get; }

    private IReadOnlyList<StepDefinition> Definitions => [.. Steps.Select(step => step.Definition)];
}
