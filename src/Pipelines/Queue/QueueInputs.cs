using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Inputs of the queue steps.</summary>
internal static class QueueInputs
{
    public static Input<string> Deployment { get; } = Input.Text("deployment",
        "Id of the queued deployment; see pipelines queue list.") with
    { Required = true };

    /// <summary>The selected deployment: queued, or already what the step makes of it, by an earlier call that was interrupted.</summary>
    /// <param name="step">The inputs.</param>
    /// <param name="intents">The queue.</param>
    /// <param name="done">What the step makes of a queued deployment.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="PipelineException">It is neither.</exception>
    public static async Task<DeploymentRecord> FindAsync(
        StepContext step, Intents intents, DeploymentResult done, CancellationToken cancellation)
    {
        var (id, list) = (step.Require(Deployment), await intents.ListAsync(step, cancellation));
        return list.Waiting.Concat(list.Ended(done)).FirstOrDefault(intent => intent.Id == id)
            ?? throw PipelineException.BadInput("--deployment",
            $"{id} is not queued for {step.Environment}. {NearestName.Hint(id, list.Waiting.Select(intent => intent.Id))}");
    }
}
