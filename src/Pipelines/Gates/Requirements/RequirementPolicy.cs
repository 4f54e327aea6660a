using Pipelines.Errors;
using Pipelines.Model;

namespace Pipelines.Gates.Requirements;

/// <summary>What an environment requires of a deployment.</summary>
/// <param name="All">The requirements, in the order in which they are shown.</param>
/// <param name="Except">Deployment types that pass them. A rollback passes whether listed or not.</param>
public sealed record RequirementPolicy(IReadOnlyList<IRequirement> All, IReadOnlyList<DeploymentType> Except)
{
    public static RequirementPolicy None { get; } = new([], []);

    /// <summary>What holds for deployments of this type.</summary>
    public IReadOnlyList<IRequirement> For(DeploymentType type) =>
        type is DeploymentType.Rollback or DeploymentType.None || Except.Contains(type) ? [] : All;

    /// <summary>Judges all at the same time. What cannot be found out is not met, and says why.</summary>
    public static async Task<IReadOnlyList<RequirementResult>> JudgeAsync(
        IReadOnlyList<IRequirement> requirements, Evidence evidence, CancellationToken cancellation) =>
        await Task.WhenAll(requirements.Select(requirement => JudgeAsync(requirement, evidence, cancellation)));

    private static async Task<RequirementResult> JudgeAsync(IRequirement requirement, Evidence evidence, CancellationToken cancellation)
    {
        try
        {
            return await requirement.JudgeAsync(evidence, cancellation);
        }
        catch (PipelineException e)
        {
            return new(requirement.Name, false, string.Join(' ', e.Problems.Select(problem => problem.ToString()))) { IsPending = e.ExitCode != ExitCode.BadInput };
        }
    }
}
