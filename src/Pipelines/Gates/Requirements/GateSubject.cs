using Pipelines.Model;

namespace Pipelines.Gates.Requirements;

/// <summary>What is to be deployed.</summary>
/// <param name="Stage">The environment to deploy to.</param>
/// <param name="Commit">The commit that was built; null when it is not known.</param>
/// <param name="Release">Id of the release; null when only packaging will tell.</param>
/// <param name="Type">The deployment type, when the step itself knows it; null means that inputs and trigger tell.</param>
public sealed record GateSubject(string Stage, string? Commit, string? Release = null, DeploymentType? Type = null)
{
    /// <summary>Branch or tag; null means that of this run.</summary>
    public string? Ref { get; init; }
}
