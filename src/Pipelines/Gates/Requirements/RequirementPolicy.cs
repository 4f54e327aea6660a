using Pipelines.Errors;
using Pipelines.Model;

namespace Pipelines.Gates.Requirements;

/// <summary>The requirements of an environment.</summary>
/// <param name="All">The requirements, in display order.</param>
/// <param name="Except">Deployment types that pass them. A rollback always passes.</param>
public sealed record RequirementPolicy(IReadOnlyList<IRequirement> All, IReadOnlyList<DeploymentType> Except)
{
    public static RequirementPolicy None { get; } = new([], []);

    /// <summary>The requirements that apply to deployments of this type.</summary>
    public IReadOnlyList<IRequirement> For(DeploymentType type) =>
        type is DeploymentType.Rollback or DeploymentType.None || Except.Contains(type) ? [] : All;

    /// <summary>Evaluates all of them in parallel. One that cannot be evaluated is not met, and says why.</summary>
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
            return new(requirement.Name, false,
                string.Join(' ', e.Problems.Select(problem => problem.ToString()))) { IsPending = e.ExitCode != ExitCode.BadInput };
        }
    }
}
