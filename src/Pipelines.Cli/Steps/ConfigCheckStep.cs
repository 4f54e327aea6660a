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
        Config = ConfigUse.AllApps,
        Outputs = [Environments],
        Examples = [new("config check", "Is .pipelines.yml valid?")],
    };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var apps = step.Config.Apps;
        var problems = apps.SelectMany(app => app.Environments.Keys.SelectMany(environment => Problems(app, environment))).Distinct()
            .Concat(SharedRoots(apps)).ToList();
        if (problems.Count > 0)
        {
            throw new PipelineException(problems);
        }

        foreach (var ephemeral in apps.SelectMany(app => app.Environments.Values).Select(Fleets.Ephemeral).OfType<Problem>())
        {
            step.Reporter.Warning(ephemeral);
        }

        var found = apps.Select(app => $"{app.Top.Get(CoreKeys.App)}, {string.Join(", ", app.Environments.Keys)}");
        return Task.FromResult(StepResult.Passed($"{step.Config.Path} is valid: {string.Join("; ", found)}.")
            .With(Environments, apps.Sum(app => app.Environments.Count)));
    }

    /// <summary>A root belongs to one environment of one app: what two deploy there is neither's.</summary>
    private static IEnumerable<Problem> SharedRoots(IReadOnlyList<ConfigFile> apps) =>
        from app in apps
        from environment in app.Environments
        let name = apps.Count == 1 ? environment.Key : $"{app.Top.Get(CoreKeys.App)} in {environment.Key}"
        from place in DeployKeys.RootsOf(app, environment.Value)
        group (Name: name, environment.Value) by place into users
        where users.Count() > 1
        let last = users.Last()
        select new Problem(
            last.Value.PathOf(DeployKeys.Hosts),
            $"{users.Key.Root}{On(users.Key.Machine)} is the root of {string.Join(" and ", users.Select(user => user.Name))}. "
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
