namespace Pipelines.Steps;

/// <summary>A unit of work of a pipeline: what the user asks for by name.</summary>
public abstract class Step
{
    public abstract StepDefinition Definition { get; }

    /// <summary>Does the work.</summary>
    /// <exception cref="Errors.PipelineException">An expected failure.</exception>
    public abstract Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation);
}
