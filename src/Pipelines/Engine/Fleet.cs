using System.Text.Json.Nodes;
using Pipelines.Reporting;

namespace Pipelines.Engine;

/// <summary>Where an environment's releases run.</summary>
/// <param name="Targets">The hosts, in the order of the configuration file.</param>
/// <param name="Secrets">Secret variables of the app, resolved; they reach the hosts beside the jobs.</param>
public sealed record Fleet(IReadOnlyList<Target> Targets, IReadOnlyDictionary<string, Secret> Secrets)
{
    /// <summary>What a deployment to them runs with; null when it is not of a file.</summary>
    public JsonObject? Settings => Targets is [var first, ..] ? first.Spec.Settings : null;
}
