using System.Text.Json.Nodes;
using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Configuration.Schema;
using Pipelines.Hosts;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>What an engine has to know of the configuration file, and the secrets that it refers to.</summary>
internal sealed record RemoteConfiguration(string Environment, JsonObject Settings, IReadOnlyDictionary<string, Secret> Secrets)
{
    /// <exception cref="Errors.PipelineException">A secret is missing.</exception>
    public static RemoteConfiguration Of(ConfigRecord environment, HostSpec spec, StepContext step)
    {
        var name = step.Config.Environments.Single(one => ReferenceEquals(one.Value, environment)).Key;
        var secrets = new RecordedSecrets(step.Secrets);
        DeployKeys.Spec(step.Config, environment, secrets); // resolves the secrets of health checks
        return new RemoteConfiguration(name, WireSettings.Write(step.Config, name, spec.Trust), secrets.Resolved);
    }
}
