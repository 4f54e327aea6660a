using System.Globalization;
using Pipelines.Configuration;
using Pipelines.Steps;

namespace Pipelines.Cli.Steps;

/// <summary>Checks the configuration file without doing anything else.</summary>
internal sealed class ConfigCheckStep : Step
{
    private static readonly Output Environments = new("environments", "How many environments the file has.");

    public override StepDefinition Definition { get; } = new("config check", "Check the configuration file, and tell all its problems at once.")
    {
        Config = ConfigUse.Required,
        Outputs = [Environments],
        Examples = [new("config check", "Is .pipelines.yml sound?")],
    };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var config = step.Config;
        return Task.FromResult(StepResult
            .Passed(string.Create(CultureInfo.InvariantCulture, $"{config.Path} is sound: {config.Top.Get(CoreKeys.App)}, {string.Join(", ", config.Stages.Keys)}."))
            .With(Environments, config.Stages.Count));
    }
}
