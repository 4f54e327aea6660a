using System.Text.Json.Nodes;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Hosts.Variables;
using Pipelines.Hosts.Waves;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Hosts.Targets;

/// <summary>Makes the fleet of a step's environment, as configured.</summary>
public sealed class Fleets(HostKinds kinds)
{
    /// <summary>The hosts, and the secret variables of the app.</summary>
    /// <exception cref="PipelineException">There is no such environment, the store cannot be used, or a secret is missing.</exception>
    /// <param name="step">The environment.</param>
    /// <param name="recorded">What an earlier deployment ran with, to run with that again; null for what the file says.</param>
    public Fleet Of(StepContext step, JsonObject? recorded = null)
    {
        RequireLasting(step);
        var (environment, spec) = (step.Settings, Spec(step));
        if (recorded is not null)
        {
            var config = DeploySettings.Read(DeploySettings.OnTheHostOf(spec.Settings!, recorded), step.Config.Schema);
            environment = config.Environments.Values.Single();
            spec = DeployKeys.Spec(config, environment, step.Secrets) with { Root = spec.Root, Trust = spec.Trust };
        }

        return new Fleet([.. Addresses(step).Select(address => Target(step, spec, address))], SecretVariables(step, environment))
        {
            Rollout = Rollout(step),
            Open = name => kinds.Find(name) is { } address ? Target(step, spec, address) : null,
        };
    }

    /// <summary>How a release goes through the hosts.</summary>
    /// <exception cref="PipelineException">There is no such environment.</exception>
    public static RolloutSpec Rollout(StepContext step) => step.Settings.Get(RolloutKeys.Rollout) ?? RolloutSpec.OneByOne;

    /// <summary>The hosts, in the order of the file. Secrets of health checks are resolved here.</summary>
    /// <exception cref="PipelineException">There is no such environment, the store cannot be used, or a secret is missing.</exception>
    public IReadOnlyList<Target> Targets(StepContext step)
    {
        RequireLasting(step);
        var spec = Spec(step);
        return [.. Addresses(step).Select(address => Target(step, spec, address))];
    }

    /// <summary>Masks the secret variables of the app that are at hand, for steps that run programs without needing them: a program may
    /// say what it inherited.</summary>
    public static void Mask(StepContext step)
    {
        foreach (var (_, secret) in SecretsOf(step.Settings))
        {
            try
            {
                step.Secrets.Resolve(secret);
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

    /// <summary>The hosts as somebody else enters them, who deploys nothing.</summary>
    /// <exception cref="PipelineException">There is no such environment, the store cannot be used, or a host would not last.</exception>
    public IReadOnlyList<(HostAddress Address, IHost Host)> Entered(StepContext step, string user)
    {
        RequireLasting(step);
        var spec = new HostSpec { Root = DeployKeys.RootOf(step.Config, step.Settings) };
        return [.. Addresses(step).Select(address => (address, address.Kind.As(address, user).Open(spec, step.Settings, step)))];
    }

    /// <summary>The hosts of an environment where nothing that is deployed lasts, as one problem; null when there are none.</summary>
    public static Problem? Ephemeral(ConfigRecord environment)
    {
        var hosts = environment.Require(DeployKeys.Hosts).Where(address => address.Kind.WhyEphemeral is not null).ToList();
        return hosts.Count == 0 ? null : new Problem(
            environment.PathOf(DeployKeys.Hosts),
            $"{string.Join(" and ", hosts.Select(host => host.Text))} {(hosts.Count > 1 ? "are" : "is")} {hosts[0].Kind.WhyEphemeral}: "
                + "whatever is deployed there is gone with it, and no user ever meets it.",
            "Deploy to other machines, with ssh://[user@]host. Or run this program on the host itself, on a runner of your own: on GitHub "
                + "with actions/setup, on GitLab with the shell executor. To deploy there all the same, such as to try it out: "
                + $"{HostInputs.AllowEphemeral.Name}.",
            environment.PositionOf(DeployKeys.Hosts));
    }

    /// <summary>Refuses hosts that are gone with this step or job, unless told otherwise.</summary>
    /// <exception cref="PipelineException">There is no such environment, or a host would not last.</exception>
    public static void RequireLasting(StepContext step)
    {
        if (!step.Get(HostInputs.AllowEphemeral) && Ephemeral(step.Settings) is { } problem)
        {
            throw new PipelineException([problem], ExitCode.BadInput);
        }
    }

    private static HostSpec Spec(StepContext step) => DeployKeys.Spec(step.Config, step.Settings, step.Secrets);

    private static Target Target(StepContext step, HostSpec spec, HostAddress address) =>
        new(address.Open(spec, step.Settings, step), spec) { Root = address.RootOr(spec.Root) };

    private IReadOnlyList<HostAddress> Addresses(StepContext step) =>
        step.Settings.Require(DeployKeys.Hosts) is { Count: > 0 } addresses
        ? addresses
        : throw new PipelineException([new Problem($"{step.Settings.Path}.{DeployKeys.Hosts.Name}",
            $"is missing, and this step needs it. Expected a list of {kinds.Expected}.", At: step.Settings.At)], ExitCode.BadInput);

    private static Dictionary<string, Secret> SecretVariables(StepContext step, ConfigRecord environment) =>
        SecretsOf(environment).ToDictionary(variable => variable.Name, variable => step.Secrets.Resolve(variable.Secret));

    private static IEnumerable<(string Name, SecretReference Secret)> SecretsOf(ConfigRecord environment) =>
        from variable in environment.Get(DeployKeys.Deploy)?.Variables ?? new Dictionary<string, EnvironmentValue>()
        where variable.Value.Secret is not null
        select (variable.Key, variable.Value.Secret);
}
