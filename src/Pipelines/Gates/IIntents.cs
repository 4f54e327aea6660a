using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Steps;

namespace Pipelines.Gates;

/// <summary>Where a deployment that the gate blocks is left to wait.</summary>
public interface IIntents
{
    /// <summary>Leaves the deployment of this run in the queue.</summary>
    /// <param name="step">The inputs.</param>
    /// <param name="request">What the gate was asked.</param>
    /// <param name="decision">What it said.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its id; null when waiting would not help.</returns>
    /// <exception cref="PipelineException">The environment has no queue, or it cannot be written.</exception>
    Task<string?> AddAsync(StepContext step, GateRequest request, GateDecision decision, CancellationToken cancellation);
}
