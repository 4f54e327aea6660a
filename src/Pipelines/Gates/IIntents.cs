using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Steps;

namespace Pipelines.Gates;

/// <summary>Queues deployments that the gate blocks.</summary>
public interface IIntents
{
    /// <summary>Queues the deployment of this run.</summary>
    /// <param name="step">The inputs.</param>
    /// <param name="request">The request to the gate.</param>
    /// <param name="decision">The gate's decision.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>Its id; null if waiting would not help.</returns>
    /// <exception cref="PipelineException">The environment has no queue, or the queue cannot be written.</exception>
    Task<string?> AddAsync(StepContext step, GateRequest request, GateDecision decision, CancellationToken cancellation);
}
