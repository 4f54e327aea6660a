using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Engine;

/// <summary>Makes the fleet of a step's environment, as configured.</summary>
public sealed class Fleets(HostKinds kinds)
{
    /// <summary>The hosts, and the secret variables of the app.</summary>
    /// <exception cref="PipelineException">There is no such environment, the store cannot be used, or a secret is missing.</exception>
    public Fleet Of(StepContext step) => new(Targets(step), SecretVariables(step));

    /// <summary>The hosts, in the order of the file. Secrets of health checks are resolved here.</summary>
    /// <exception cref="PipelineException">There is no such environment, the store cannot be used, or a secret is missing.</exception>
    public IReadOnlyList<Target> Targets(StepContext step)
    {
        var spec = DeployKeys.Spec(step.Config, step.Settings, step.Secrets);
        return [.. Addresses(step)
            .Select(address => new Target(address.Open(spec, step.Settings, step), spec))];
    }

    /// <summary>Masks the secret variables of the app that are at hand, for steps that run programs without needing them: a program may
    /// say what it inherited.</summary>
    public static void Mask(StepContext step)
    {
        foreach (var variable in (step.Settings.Get(DeployKeys.Deploy)?.Variables.Values ?? []).Where(value => value.Secret is not null))
        {
            try
            {
                step.Secrets.Resolve(variable.Secret!);
            }
            catch (PipelineException)
            {
                continue; // it is not at hand
            }
        }
    }

    /// <summary>The hosts of any environment, only to look at what is on them.</summary>
    /// <exception cref="PipelineException">The store cannot be used.</exception>
    public static IEnumerable<IHost> Look(StepContext step, ConfigRecord environment) => environment.Require(DeployKeys.Hosts)
        .Select(address =>
            address.Open(new HostSpec { Root = DeployKeys.RootOf(step.Config, environment) }, environment, step));

    private IReadOnlyList<HostAddress> Addresses(StepContext step) =>
        step.Settings.Require(DeployKeys.Hosts) is { Count: > 0 } addresses
        ? addresses
        : throw new PipelineException([new Problem($"{step.Settings.Path}.{DeployKeys.Hosts.Name}",
            $"is missing, and this step needs it. Expected a list of {kinds.Expected}.", At: step.Settings.At)], ExitCode.BadInput);

    private static Dictionary<string, Secret> SecretVariables(StepContext step) =>
        (step.Settings.Get(DeployKeys.Deploy)?.Variables ?? new Dictionary<string, EnvironmentValue>())
            .Where(pair => pair.Value.Secret is not null)
            .ToDictionary(pair => pair.Key, pair => step.Secrets.Resolve(pair.Value.Secret!));
}
