using System.Text.Json.Nodes;
using Pipelines.Hosts.Waves;
using Pipelines.Reporting;

namespace Pipelines.Hosts.Targets;

/// <summary>Where an environment's releases run.</summary>
/// <param name="Targets">The hosts, in the order of the configuration file.</param>
/// <param name="Secrets">Secret variables of the app, resolved; they reach the hosts beside the jobs.</param>
public sealed record Fleet(IReadOnlyList<Target> Targets, IReadOnlyDictionary<string, Secret> Secrets)
{
    /// <summary>How a release goes through them.</summary>
    public RolloutSpec Rollout { get; init; } = RolloutSpec.OneByOne;

    /// <summary>Opens a host that the configuration file no longer lists, by its name; null when that is no address.</summary>
    public Func<string, Target?> Open { get; init; } = _ => null;

    /// <summary>The host of a name, whether or not the configuration file still lists it; null when the name is no address.</summary>
    public Target? Find(string name) => Targets.FirstOrDefault(target => target.Host.Name == name) ?? Open(name);

    /// <summary>What a deployment to them runs with; null when it is not of a file.</summary>
    public JsonObject? Settings => Targets is [var first, ..] ? first.Spec.Settings : null;
}
