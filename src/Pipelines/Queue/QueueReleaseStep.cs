using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Queue;

/// <summary>Runs a queued deployment now, manually.</summary>
public sealed class QueueReleaseStep(Queues queues) : Step
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
            CommonInputs.Environment with { Required = true }, QueueInputs.Deployment, GateInputs.Event, GateInputs.Emergency,
            CommonInputs.Reason, CommonInputs.Actor, DeployInputs.Again, LeaseInputs.TimeToLive,
            StoreInputs.Store, .. HostInputs.All, PlatformInputs.Token,
        ],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.Failed, ExitCode.Blocked, ExitCode.RolledBack, ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        HasChecks = true,
        Recoverable = true,
        EnvironmentAction = "start",
        Examples =
            [new("queue release --environment production --deployment 20261120T101500Z-3f9c2a --reason \"INC-4711 cannot wait\"",
                "It cannot wait for tomorrow.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var id = step.Require(QueueInputs.Deployment);
        if ((await queues.Intents.HistoryAsync(step, cancellation)).Unfinished is { } left && left.Id == id && await queues.Worker(step)
            .TakeUpAsync(left, (release, token) => AskAgainAsync(step, left, release, token), cancellation) is { } resumed)
        {
            return DeployOutputs.Tell(step, new StepResult(resumed.Outcome.ExitCode, resumed.Outcome.Message), resumed.Outcome.Record);
        }

        var wanted = await QueueInputs.FindAsync(step, queues.Intents, DeploymentResult.Succeeded, cancellation);
        if (wanted.Result == DeploymentResult.Succeeded)
        {
            return DeployOutputs.Tell(step, StepResult.Passed($"deployment {wanted.Id} was deployed already."), wanted);
        }

        var found = (await queues.Reader(step).WaitingAsync(cancellation)).First(intent => intent.Record.Id == wanted.Id);
        var decision = await queues.Keeper.DecideAsync(step, Subject(step, wanted, found.Release), GateMode.Enforce, cancellation);
        var intent = found with { Decision = decision };
        if (!decision.ShouldDeploy)
        {
            return new StepResult(ExitCode.Blocked, $"{decision.Explanation} Deployment {wanted.Id} stays in the queue.");
        }

        return intent.Release is null ? throw new PipelineException(intent.Why)
            : await queues.Worker(step)
                .StartAsync(intent, token => AskAgainAsync(step, wanted, found.Release, token), cancellation) is { } started
            ? DeployOutputs.Tell(step, new StepResult(started.Outcome.ExitCode, started.Outcome.Message), started.Outcome.Record)
            : throw new PipelineException($"deployment {wanted.Id} has left the queue in the meantime.",
            $"See `pipelines history --environment {step.Environment} --deployment {wanted.Id}`.");
    }

    /// <summary>Checks as for the person who started it, whatever requested it.</summary>
    private Task<GateDecision> AskAgainAsync(StepContext step, DeploymentRecord record, string? release, CancellationToken cancellation) =>
        queues.Keeper.AskAgainAsync(step, Subject(step, record, release), cancellation);

    private static GateSubject Subject(StepContext step, DeploymentRecord record, string? release) =>
        new(step.Environment, record.Request.Commit, release) { Ref = record.Request.Ref };
}
