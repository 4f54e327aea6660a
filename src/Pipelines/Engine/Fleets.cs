using System.Text.Json.Nodes;
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
    /// <param name="step">The environment.</param>
    /// <param name="recorded">What an earlier deployment ran with, to run with that again; null for what the file says.</param>
    public Fleet Of(StepContext step, JsonObject? recorded = null)
    {
        var (config, environment) = (step.Config, step.Settings);
        var today = DeployKeys.Spec(config, environment, step.Secrets);
        if (recorded is not null)
        {
            config = DeploySettings.Read(DeploySettings.OnTheHostOf(today.Settings!, recorded), step.Config.Schema);
            environment = config.Environments.Values.Single();
        }

        var spec = DeployKeys.Spec(config, environment, step.Secrets) with { Root = today.Root, Trust = today.Trust };
        return new Fleet(Open(step, spec), SecretVariables(step, environment));
    }

    /// <summary>The hosts, in the order of the file. Secrets of health checks are resolved here.</summary>
    /// <exception cref="PipelineException">There is no such environment, the store cannot be used, or a secret is missing.</exception>
    public IReadOnlyList<Target> Targets(StepContext step) => Open(step, DeployKeys.Spec(step.Config, step.Settings, step.Secrets));

    private IReadOnlyList<Target> Open(StepContext step, HostSpec spec) =>
        [.. Addresses(step).Select(address => new Target(address.Open(spec, step.Settings, step), spec))];

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

    private static Dictionary<string, Secret> SecretVariables(StepContext step, ConfigRecord environment) =>
        (environment.Get(DeployKeys.Deploy)?.Variables ?? new Dictionary<string, EnvironmentValue>())
            .Where(pair => pair.Value.Secret is not null)
            .ToDictionary(pair => pair.Key, pair => step.Secrets.Resolve(pair.Value.Secret!));
}
