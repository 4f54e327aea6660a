using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Inputs of the steps about the queue.</summary>
internal static class QueueInputs
{
    public static Input<string> Deployment { get; } = Input.Text("deployment", "Id of the deployment that waits; see pipelines queue list.") with { Required = true };

    /// <summary>The deployment that is named.</summary>
    /// <exception cref="PipelineException">It does not wait.</exception>
    public static async Task<DeploymentRecord> FindAsync(StepContext step, StageSetup setup, CancellationToken cancellation)
    {
        var (id, waiting) = (step.Require(Deployment), (await setup.QueueAsync(cancellation)).Waiting);
        return waiting.FirstOrDefault(intent => intent.Id == id)
            ?? throw PipelineException.BadInput("--deployment", $"{id} does not wait for {setup.Stage}. {NearestName.Hint(id, waiting.Select(intent => intent.Id))}");
    }
}
