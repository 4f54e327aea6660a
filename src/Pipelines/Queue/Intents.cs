using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Rollouts;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Queues deployments that the gate blocks.</summary>
public sealed class Intents(IConnections connections, TimeProvider clock) : IIntents
{
    public async Task<string?> AddAsync(StepContext step, GateRequest request, GateDecision decision, CancellationToken cancellation) =>
        (await AddAsync(new StageSetup(step, connections, clock), step, source: null, request, decision, cancellation))?.Id;

    /// <param name="setup">The environment.</param>
    /// <param name="step">The inputs.</param>
    /// <param name="source">Provides the release, which is packaged now; null if there is none yet.</param>
    /// <param name="request">The request to the gate.</param>
    /// <param name="decision">The gate's decision.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The deployment; null if waiting would not help.</returns>
    /// <exception cref="PipelineException">The environment has no queue, or the queue cannot be written.</exception>
    internal static async Task<DeploymentRecord?> AddAsync(
        StageSetup setup, StepContext step, IReleaseSource? source, GateRequest request, GateDecision decision, CancellationToken cancellation)
    {
        RequireQueue(step, setup.Stage);
        if (!MayPassLater(decision))
        {
            return null;
        }

        var release = source is null ? null : source.Release ?? (await source.PrepareAsync(step.Reporter, cancellation)).Id;
        var queued = new DeploymentEvent.Queued(
            Gate.TypeOf(request).WireName(), request.Trigger, release, decision.ReasonCode, decision.Explanation, decision.NextOpen?.ToDateTimeOffset());
        var asked = DeployInputs.Request(step, setup, source is null ? step.Get(GateInputs.Commit) ?? step.Run.Commit : source.Commit, DeploymentType.Queued.WireName(), ("", ""));
        return await setup.IntentLog.AddAsync(asked, queued, cancellation);
    }

    /// <exception cref="PipelineException">The environment has no queue.</exception>
    internal static void RequireQueue(StepContext step, string stage)
    {
        if (step.Config.Stage(stage).Require(QueueKeys.Queue).Order == QueueOrder.None)
        {
            throw PipelineException.BadInput("--mode", $"{stage} has no queue.",
                $"Set environments.{stage}.queue to latest or fifo, or choose another mode.");
        }
    }

    private static bool MayPassLater(GateDecision decision) => decision.NextOpen is not null || decision.WaitsForRequirements || decision.ReasonCode == GateReasons.Freeze;
}
