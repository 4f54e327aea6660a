using System.Text.Json.Nodes;
using Pipelines.Configuration.Schema;
using Pipelines.Hosts;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>What an engine has to know of the configuration file, and the secrets that it refers to.</summary>
internal sealed record RemoteConfiguration(string Environment, JsonObject Settings, IReadOnlyDictionary<string, Secret> Secrets)
{
    public static RemoteConfiguration Of(ConfigRecord environment, HostSpec spec, StepContext step)
    {
        var name = step.Config.Environments.Single(one => ReferenceEquals(one.Value, environment)).Key;
        return new RemoteConfiguration(name, spec.Settings ?? DeploySettings.Write(step.Config, name, spec.Trust), spec.CheckSecrets);
    }
}
