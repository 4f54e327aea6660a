namespace Pipelines.Gates.Requirements;

/// <summary>A precondition for a deployment.</summary>
public interface IRequirement
{
    /// <summary>The name used in overrides and results.</summary>
    string Name { get; }

    /// <exception cref="Errors.PipelineException">The required information is not available: it is not met.</exception>
    Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation);
}
