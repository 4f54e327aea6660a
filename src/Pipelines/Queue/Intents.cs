using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Queues deployments that the gate blocks.</summary>
public sealed class Intents(EventLogs logs, Audiences audiences, TimeProvider clock) : IIntents
{
    public async Task<string?> AddAsync(StepContext step, GateRequest request, GateDecision decision, CancellationToken cancellation) =>
        (await AddAsync(step, source: null, request, decision, cancellation))?.Id;

    /// <summary>Adds to the queue of the step's environment, and removes from it.</summary>
    internal IntentLog Log(StepContext step) =>
        new(logs.Of(step), step.Settings.Require(QueueKeys.Queue), audiences.Of(step).Announcer, clock);

    /// <summary>The queued deployments.</summary>
    internal async Task<IntentList> ListAsync(StepContext step, CancellationToken cancellation) =>
        new(await HistoryAsync(step, cancellation), step.Settings.Require(QueueKeys.Queue));

    /// <summary>All deployments to the step's environment.</summary>
    internal async Task<DeploymentHistory> HistoryAsync(StepContext step, CancellationToken cancellation) =>
        new(await logs.Of(step).ReadAsync(cancellation));

    /// <summary>The place of a run that waits on its own.</summary>
    internal Task<AskedPlace> PlaceAsync(StepContext step, CancellationToken cancellation) =>
        AskedPlace.TakeAsync(step, logs.Of(step), cancellation);

    /// <param name="step">The inputs.</param>
    /// <param name="source">Provides the release, which is packaged now; null if there is none yet.</param>
    /// <param name="request">The request to the gate.</param>
    /// <param name="decision">The gate's decision.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The deployment; null if waiting would not help.</returns>
    /// <exception cref="PipelineException">The environment has no queue, or the queue cannot be written.</exception>
    internal async Task<DeploymentRecord?> AddAsync(
        StepContext step, IReleaseSource? source, GateRequest request, GateDecision decision, CancellationToken cancellation)
    {
        RequireQueue(step);
        if (!MayPassLater(decision))
        {
            return null;
        }

        var release = source is null ? null : source.Release ?? (await source.PrepareAsync(step.Reporter, cancellation)).Id;
        var queued = new DeploymentEvent.Queued(
            Gate.TypeOf(request), request.Trigger, release, decision.ReasonCode, decision.Explanation,
            decision.NextOpen?.ToDateTimeOffset());
        var asked =
            DeployInputs.Request(step, source is null
                ? step.Get(CommonInputs.Commit) ?? step.Run.Origin.Commit : source.Commit, DeploymentType.Queued, ("", ""));
        return await Log(step).AddAsync(asked, queued, cancellation);
    }

    /// <exception cref="PipelineException">The environment has no queue.</exception>
    internal static void RequireQueue(StepContext step)
    {
        if (step.Settings.Require(QueueKeys.Queue).Order == QueueOrder.None)
        {
            throw PipelineException.BadInput("--mode", $"{step.Environment} has no queue.",
                $"Set environments.{step.Environment}.queue to latest or fifo, or choose another mode.");
        }
    }

    private static bool MayPassLater(GateDecision decision) =>
        decision.NextOpen is not null || decision.WaitsForRequirements || decision.ReasonCode == GateReasons.Freeze;
}
