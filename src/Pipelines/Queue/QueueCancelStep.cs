using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.History.Events;
using Pipelines.Rollouts;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Queue;

/// <summary>Removes a deployment from the queue.</summary>
public sealed class QueueCancelStep(IConnections connections, TimeProvider clock) : Step
{
    public override StepDefinition Definition { get; } = new("queue cancel",
        "Remove a deployment from the queue. This is recorded, and people are notified.")
    {
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Stage with { Required = true }, QueueInputs.Deployment,
            GateInputs.Reason with { Summary = "The reason, in your own words." }, DeployInputs.Actor, StoreInputs.Store,
                PlatformInputs.Token],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.Failed],
        Examples = [new("queue cancel --environment production --deployment 20261120T101500Z-3f9c2a --reason \"has a typo\"",
            "It is not deployed.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var intent = await QueueInputs.FindAsync(step, setup, cancellation);
        var cancelled = new DeploymentEvent.Cancelled(step.Get(DeployInputs.Actor) ?? step.Run.Actor, step.Get(GateInputs.Reason));
        var request = new DeployRequest(setup.App, setup.Stage, intent.Request.Type);
        return await setup.IntentLog.TryEndAsync(request, intent, cancelled, cancellation) is { } record
            ? DeployOutputs.Tell(step, setup, StepResult.Passed($"deployment {record.Id} is no longer queued."), record)
            : throw new PipelineException($"deployment {intent.Id} has left the queue in the meantime.",
            $"See `pipelines history --environment {setup.Stage} --deployment {intent.Id}`.");
    }
}
