namespace Pipelines.Gates.Requirements;

/// <summary>A thing that must be so before a deployment is let in.</summary>
public interface IRequirement
{
    /// <summary>How overrides and results name it.</summary>
    string Name { get; }

    /// <exception cref="Errors.PipelineException">What it needs to know cannot be found out: it is not met.</exception>
    Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation);
}
