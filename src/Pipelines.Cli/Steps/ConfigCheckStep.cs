using System.Globalization;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Steps;

namespace Pipelines.Cli.Steps;

/// <summary>Checks the configuration file without doing anything else.</summary>
internal sealed class ConfigCheckStep : Step
{
    private static readonly Output Environments = new("environments", "How many environments the file has.");

    public override StepDefinition Definition { get; } = new("config check",
        "Check the configuration file and the holiday files it names, and report all problems at once.")
    {
        Config = ConfigUse.Required,
        Outputs = [Environments],
        Examples = [new("config check", "Is .pipelines.yml valid?")],
    };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var config = step.Config;
        var problems = config.Environments.Keys.SelectMany(environment => Problems(config, environment)).Distinct().ToList();
        if (problems.Count > 0)
        {
            throw new PipelineException(problems);
        }

        return Task.FromResult(StepResult
            .Passed(string.Create(CultureInfo.InvariantCulture,
                $"{config.Path} is valid: {config.Top.Get(CoreKeys.App)}, {string.Join(", ", config.Environments.Keys)}."))
            .With(Environments, config.Environments.Count));
    }

    /// <summary>Problems in the files that the configuration names: holidays. Does not contact GitLab.</summary>
    private static IReadOnlyList<Problem> Problems(ConfigFile config, string environment)
    {
        try
        {
            GateKeys.Rules(config with { FreezePeriods = () => [] }, environment);
            return [];
        }
        catch (PipelineException e)
        {
            return e.Problems;
        }
    }
}
