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

    /// <summary>The selected deployment.</summary>
    /// <exception cref="PipelineException">It is not queued.</exception>
    public static async Task<DeploymentRecord> FindAsync(StepContext step, Intents intents, CancellationToken cancellation)
    {
        var (id, waiting) = (step.Require(Deployment), (await intents.ListAsync(step, cancellation)).Waiting);
        return waiting.FirstOrDefault(intent => intent.Id == id)
            ?? throw PipelineException.BadInput("--deployment",
            $"{id} is not queued for {step.Environment}. {NearestName.Hint(id, waiting.Select(intent => intent.Id))}");
    }
}
