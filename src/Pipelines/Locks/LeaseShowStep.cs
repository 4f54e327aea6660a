using Pipelines.Engine;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Locks;

/// <summary>Shows who holds an environment's lease.</summary>
public sealed class LeaseShowStep(IConnections connections, TimeProvider clock) : Step
{
    public override StepDefinition Definition { get; } = new("lease show", "Show who holds the lease of an environment, and until when.")
    {
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Stage with { Required = true }, StoreInputs.Store],
        Outputs = LeaseOutputs.All,
        Examples = [new("lease show --environment production", "Who is deploying now?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var lease = await setup.Leases.ShowAsync(cancellation);
        return LeaseOutputs.Tell(StepResult.Passed($"{setup.App}/{setup.Stage}: {LeaseOutputs.Describe(lease)}."), lease);
    }
}
