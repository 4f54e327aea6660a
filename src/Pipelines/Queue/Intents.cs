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

/// <summary>Leaves deployments that the gate blocks in the queue.</summary>
public sealed class Intents(IConnections connections, TimeProvider clock) : IIntents
{
    public async Task<string?> AddAsync(StepContext step, GateRequest request, GateDecision decision, CancellationToken cancellation) =>
        (await AddAsync(new StageSetup(step, connections, clock), step, source: null, request, decision, cancellation))?.Id;

    /// <param name="setup">The environment.</param>
    /// <param name="step">The inputs.</param>
    /// <param name="source">Gives the release, which is packaged now; null when there is none yet.</param>
    /// <param name="request">What the gate was asked.</param>
    /// <param name="decision">What it said.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The deployment; null when waiting would not help.</returns>
    /// <exception cref="PipelineException">The environment has no queue, or it cannot be written.</exception>
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
            throw PipelineException.BadInput("--mode", $"{stage} has no queue.", $"Write environments.{stage}.queue: latest, or fifo; or choose another mode.");
        }
    }

    private static bool MayPassLater(GateDecision decision) => decision.NextOpen is not null || decision.WaitsForRequirements || decision.ReasonCode == GateReasons.Freeze;
}
