using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Queue;

/// <summary>Removes a deployment from the queue.</summary>
public sealed class QueueCancelStep(Intents intents) : Step
{
    public override StepDefinition Definition { get; } = new("queue cancel",
        "Remove a deployment from the queue. This is recorded, and people are notified.")
    {
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, QueueInputs.Deployment,
            CommonInputs.Reason with { Summary = "The reason, in your own words." }, CommonInputs.Actor, StoreInputs.Store,
            PlatformInputs.Token],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.Failed],
        Examples = [new("queue cancel --environment production --deployment 20261120T101500Z-3f9c2a --reason \"has a typo\"",
            "It is not deployed.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var intent = await QueueInputs.FindAsync(step, intents, DeploymentResult.Cancelled, cancellation);
        if (intent.Result == DeploymentResult.Cancelled)
        {
            return DeployOutputs.Tell(step, StepResult.Passed($"deployment {intent.Id} was cancelled already."), intent);
        }

        var cancelled = new DeploymentEvent.Cancelled(step.Actor, step.Get(CommonInputs.Reason));
        var request = new DeployRequest(step.App, step.Environment, intent.Request.Type);
        return await intents.Log(step).TryEndAsync(request, intent, cancelled, cancellation) is { } record
            ? DeployOutputs.Tell(step, StepResult.Passed($"deployment {record.Id} is no longer queued."), record)
            : throw new PipelineException($"deployment {intent.Id} has left the queue in the meantime.",
            $"See `pipelines history --environment {step.Environment} --deployment {intent.Id}`.");
    }
}
