using Pipelines.Model;

namespace Pipelines.Gates.Requirements;

/// <summary>What to deploy.</summary>
/// <param name="Environment">The environment to deploy to.</param>
/// <param name="Commit">The commit that was built; null if unknown.</param>
/// <param name="Release">Id of the release; null if only known after packaging.</param>
/// <param name="Type">The deployment type, if the step itself knows it; null means that inputs and trigger determine it.</param>
public sealed record GateSubject(string Environment, string? Commit, string? Release = null, DeploymentType? Type = null)
{
    /// <summary>Branch or tag; null means that of this run.</summary>
    public string? Ref { get; init; }
}
