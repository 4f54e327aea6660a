using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Rollouts;

/// <summary>Finishes or undoes what an interrupted deployment left, without beginning another.</summary>
public sealed class RecoverStep(IConnections connections, TimeProvider clock) : Step
{
    public override StepDefinition Definition { get; } = new("recover", "Finish or undo what an interrupted deployment left, and deploy nothing else.")
    {
        Details = "A deployment whose process died is finished when a host has committed it, and undone otherwise. Every next deployment does so first by itself; "
            + "this is for pipelines that end here. When the lease is not over yet, its end is waited for.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [CommonInputs.Stage with { Required = true }, StoreInputs.Store, DeployInputs.Actor, DeployInputs.Lease, PlatformInputs.Token],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        HasChecks = true,
        EnvironmentAction = "start",
        Examples = [new("recover --environment production", "After a job was killed.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        if (new DeploymentHistory(await setup.Log.ReadAsync(cancellation)).Unfinished is not { } left)
        {
            return StepResult.Passed($"nothing was left unfinished in {setup.Stage}.");
        }

        await WaitForLeaseAsync(setup, cancellation);
        var request = DeployInputs.Request(step, setup, left.Request.Commit, left.Request.Type, admission: ("", ""));
        return await setup.Deployer(setup.Targets()).RecoverAsync(request, cancellation) is { } outcome
            ? DeployOutputs.Tell(step, setup, new StepResult(outcome.ExitCode == ExitCode.RollbackFailed ? outcome.ExitCode : ExitCode.Passed, outcome.Message), outcome.Record)
            : StepResult.Passed($"deployment {left.Id} was ended by someone else meanwhile.");
    }

    /// <summary>A process that died elsewhere holds the lease until its time is over; one that lives renews it, and is not disturbed.</summary>
    private async Task WaitForLeaseAsync(StageSetup setup, CancellationToken cancellation)
    {
        var lease = await setup.Leases.ShowAsync(cancellation);
        if (lease.ExpiresAt is { } end)
        {
            await clock.WaitAsync(end - clock.GetUtcNow(), cancellation);
        }
    }
}
