using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Locks;

/// <summary>Shows who holds an environment's lease.</summary>
public sealed class LeaseShowStep(LeaseRegistries leases) : Step
{
    public override StepDefinition Definition { get; } = new("lease show", "Show who holds the lease of an environment, and until when.")
    {
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, StoreInputs.Store],
        Outputs = LeaseOutputs.All,
        Examples = [new("lease show --environment production", "Who is deploying now?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var lease = await leases.Of(step).ShowAsync(cancellation);
        return LeaseOutputs.Tell(StepResult.Passed($"{step.App}/{step.Environment}: {LeaseOutputs.Describe(lease)}."), lease);
    }
}
