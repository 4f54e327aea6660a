using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Rollouts;

/// <summary>Finishes or undoes an interrupted deployment, without starting another.</summary>
public sealed class RecoverStep(EventLogs logs, Deployers deployers) : Step
{
    public override StepDefinition Definition { get; } = new("recover",
        "Finish or undo an interrupted deployment, and deploy nothing else.")
    {
        Details = "A deployment whose process died is finished if a host has committed it, and undone otherwise. Every later "
            + "deployment does this first automatically; this is for pipelines that end here. If the lease has not expired yet, it "
            + "waits until it does.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("workflow_run:\n  workflows: [Deploy]\n  types: [completed]"),
        Inputs =
            [CommonInputs.Environment with { Required = true }, StoreInputs.Store, CommonInputs.Actor, DeployInputs.AcceptHistory,
                LeaseInputs.TimeToLive, .. HostInputs.All, PlatformInputs.Token],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        HasChecks = true,
        EnvironmentAction = "start",
        Examples = [new("recover --environment production", "After a job was killed.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await deployers.AcceptHistoryAsync(step, cancellation);
        var history = new DeploymentHistory(await logs.Of(step).ReadAsync(cancellation));
        if (history.Unfinished is not { } left)
        {
            return history.Stuck is { } stuck
                ? DeployOutputs.Tell(step, new StepResult(ExitCode.RollbackFailed,
                    $"deployment {stuck.Id} could not be undone: {stuck.Failure} Check the hosts named here, then run "
                        + $"`pipelines rollback --environment {step.Environment}`."), stuck)
                : StepResult.Passed($"no deployment to {step.Environment} is unfinished.");
        }

        var request = DeployInputs.Request(step, left.Request.Commit, left.Request.Type, admission: ("", "")) with { IsPatient = true };
        return await deployers.Of(step).RecoverAsync(request, cancellation) is { } outcome
            ? DeployOutputs.Tell(step,
                new StepResult(outcome.ExitCode == ExitCode.RollbackFailed ? outcome.ExitCode : ExitCode.Passed, outcome.Message),
                outcome.Record)
            : StepResult.Passed($"deployment {left.Id} was ended by another process in the meantime.");
    }
}
