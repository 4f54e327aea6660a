namespace Pipelines.Steps;

/// <summary>A unit of work in a pipeline, which users call by its name.</summary>
public abstract class Step
{
    public abstract StepDefinition Definition { get; }

    /// <summary>Does the work.</summary>
    /// <exception cref="Errors.PipelineException">An expected failure.</exception>
    public abstract Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation);
}
