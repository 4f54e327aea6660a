using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Gates.Requirements;
using Pipelines.Rollouts;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Queue;

/// <summary>Runs a queued deployment now, manually.</summary>
public sealed class QueueReleaseStep(IConnections connections, TimeProvider clock) : Step
{
    public override StepDefinition Definition { get; } = new("queue release",
        "Deploy a queued deployment manually now, instead of when its window opens.")
    {
        Details = "The gate is checked as for a deployment that you start yourself: outside the calendar it needs a reason, and "
            + "freezes apply. The deployment keeps its id and the person who requested it.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs =
        [
            CommonInputs.Stage with { Required = true }, QueueInputs.Deployment, GateInputs.Event, GateInputs.Emergency, GateInputs.Reason, DeployInputs.Actor, DeployInputs.Again, DeployInputs.Lease,
            StoreInputs.Store, PlatformInputs.Token,
        ],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.Failed, ExitCode.Blocked, ExitCode.RolledBack, ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        HasChecks = true,
        Recoverable = true,
        EnvironmentAction = "start",
        Examples = [new("queue release --environment production --deployment 20261120T101500Z-3f9c2a --reason \"INC-4711 cannot wait\"", "It cannot wait for tomorrow.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var wanted = await QueueInputs.FindAsync(step, setup, cancellation);
        var found = (await new QueueLook(step, setup, connections, clock).WaitingAsync(cancellation)).First(intent => intent.Record.Id == wanted.Id);
        var subject = new GateSubject(setup.Stage, wanted.Request.Commit, found.Release) { Ref = wanted.Request.Ref };
        var keeper = new GateKeeper(connections, clock);
        var decision = await keeper.DecideAsync(step, subject, GateMode.Enforce, cancellation);
        var intent = found with { Decision = decision };
        if (!decision.ShouldDeploy)
        {
            return new StepResult(ExitCode.Blocked, $"{decision.Explanation} Deployment {wanted.Id} stays in the queue.");
        }

        return intent.Release is null ? throw new PipelineException(intent.Why)
            : await new QueueWorker(step, setup, connections, clock).StartAsync(intent, token => keeper.AskAgainAsync(step, subject, token), cancellation) is { } started
            ? DeployOutputs.Tell(step, setup, new StepResult(started.Outcome.ExitCode, started.Outcome.Message), started.Outcome.Record)
            : throw new PipelineException($"deployment {wanted.Id} has left the queue in the meantime.",
            $"See `pipelines history --environment {setup.Stage} --deployment {wanted.Id}`.");
    }
}
