using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Queue;

/// <summary>Lists queued deployments.</summary>
public sealed class QueueListStep(Queues queues) : Step
{
    private static readonly Output Count = new("count", "Number of queued deployments.");
    private static readonly Output NextOpen = new("next-open",
        "When the first of them may be deployed, UTC; empty if time alone does not decide.");

    public override StepDefinition Definition { get; } = new("queue list",
        "List the deployments of an environment that are waiting for the gate, and why.")
    {
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [CommonInputs.Environment with { Required = true }, StoreInputs.Store, PlatformInputs.Token],
        Outputs = [Count, NextOpen],
        EnvironmentAction = "access",
        Examples = [new("queue list --environment production", "What goes live when the window opens?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var waiting = await queues.Reader(step).WaitingAsync(cancellation);
        var message = waiting.Count == 0 ? $"nothing is queued for {step.Environment}." : "";
        return new StepResult(ExitCode.Passed, message) { Views = [QueueTable.Of("waiting", waiting)] }
            .With(Count, waiting.Count)
            .With(NextOpen, waiting.Min(one => one.NextOpen));
    }
}
