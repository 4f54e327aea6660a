using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.History.Events;
using Pipelines.Queue;
using Pipelines.Steps;

namespace Pipelines.Rollouts;

/// <summary>The gate's answer for a deployment, which is asked for again right before the first host is switched.</summary>
/// <param name="keeper">The gate.</param>
/// <param name="step">The inputs.</param>
/// <param name="subject">What is deployed.</param>
/// <param name="place">The place of a deployment that waited; null when it did not.</param>
/// <param name="first">The first answer.</param>
internal sealed class Admission(GateKeeper keeper, StepContext step, GateSubject subject, AskedPlace? place, GateDecision first)
{
    /// <summary>The latest answer.</summary>
    public GateDecision Decision { get; private set; } = first;

    /// <summary>Asks again: null, or why the deployment is no longer admitted.</summary>
    public async Task<DeploymentEvent.Blocked?> AskAgainAsync(CancellationToken cancellation)
    {
        Decision = (place is null ? null : await place.RefusalAsync(cancellation))
            ?? await keeper.AskAgainAsync(step, subject, cancellation);
        return Decision.Refusal;
    }
}
