using System.Globalization;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
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
        var problems = config.Environments.Keys.SelectMany(environment => Problems(config, environment)).Distinct()
            .Concat(SharedRoots(config)).ToList();
        if (problems.Count > 0)
        {
            throw new PipelineException(problems);
        }

        foreach (var ephemeral in config.Environments.Values.Select(Fleets.Ephemeral).OfType<Problem>())
        {
            step.Reporter.Warning(ephemeral);
        }

        return Task.FromResult(StepResult
            .Passed(string.Create(CultureInfo.InvariantCulture,
                $"{config.Path} is valid: {config.Top.Get(CoreKeys.App)}, {string.Join(", ", config.Environments.Keys)}."))
            .With(Environments, config.Environments.Count));
    }

    /// <summary>A root belongs to one environment: what two deploy there is neither's.</summary>
    private static IEnumerable<Problem> SharedRoots(ConfigFile config) =>
        from environment in config.Environments
        from place in DeployKeys.RootsOf(config, environment.Value)
        group environment by place into users
        where users.Count() > 1
        let last = users.Last()
        select new Problem(
            last.Value.PathOf(DeployKeys.Hosts),
            $"{users.Key.Root}{On(users.Key.Machine)} is the root of {string.Join(" and ", users.Select(user => user.Key))}. "
                + "Expected a root for each environment.",
            "Set deploy.root, or write the root into the host, as in local:/srv/app.",
            last.Value.PositionOf(DeployKeys.Hosts));

    private static string On(string machine) => machine.Length == 0 ? "" : $" on {machine}";

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
