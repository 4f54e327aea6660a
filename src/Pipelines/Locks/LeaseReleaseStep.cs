using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates.Overrides;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Rollouts;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Locks;

/// <summary>Takes an environment's lease away from its holder.</summary>
public sealed class LeaseReleaseStep(IConnections connections, TimeProvider clock) : Step
{
    private static readonly Input<bool> Force = Input.Flag("force", "Take it away though its holder still renews it.");
    private static readonly Input<string> Reason = Input.Text("reason", "Why, in your own words. Needed with force; the environment's override says what will do.") with { IsProse = true };
    private static readonly Output Released = new("released", "true when the lease was taken away here.");

    public override StepDefinition Definition { get; } = new("lease release", "Take the lease of an environment away from a holder that hangs, with a reason that is recorded.")
    {
        Details = "A lease ends by itself soon after its holder's death, so that this is for one that lives and does not come to an end. The holder stops before its next event or renewal, "
            + "and the next deployment finishes or undoes what it began. First it is recorded, then done.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Stage with { Required = true }, Force, Reason, DeployInputs.Actor, StoreInputs.Store],
        Outputs = [.. LeaseOutputs.All, Released],
        Ends = [ExitCode.LeaseHeld],
        Examples = [new("lease release --environment production --force --reason \"INC-4711 its runner hangs\"", "Take it away.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var lease = await setup.Leases.ShowAsync(cancellation);
        if (lease.Holder is not { } holder)
        {
            return LeaseOutputs.Tell(StepResult.Passed("the lease is free: nothing was changed."), lease).With(Released, false);
        }

        Require(step, setup.Stage, lease);
        var events = await setup.Log.ReadAsync(cancellation);
        var deployment = events.LastOrDefault(logged => logged.Event is DeploymentEvent.LeaseTaken taken && taken.Token == lease.Token)?.Deployment ?? DeploymentId.New(clock.GetUtcNow());
        var released = new DeploymentEvent.LeaseReleased(lease.Token, holder.Description, step.Get(DeployInputs.Actor) ?? step.Run.Actor, step.Require(Reason).Trim());
        await setup.Log.AppendAsync(deployment, released, guard: null, cancellation);
        var done = await setup.Leases.ReleaseAsync(lease.Token, cancellation);
        return LeaseOutputs.Tell(
            StepResult.Passed(done ? $"the lease was taken away from {holder.Description}. `pipelines recover --environment {setup.Stage}` finishes or undoes what it began." : "its holder gave the lease back meanwhile."),
            await setup.Leases.ShowAsync(cancellation)).With(Released, done);
    }

    /// <exception cref="PipelineException">It was not forced, or the reason is not enough.</exception>
    private static void Require(StepContext step, string stage, LeaseStatus lease)
    {
        if (!step.Get(Force))
        {
            throw new PipelineException($"{LeaseOutputs.Describe(lease)}.", "Wait for its end; or give --force and --reason when you know that it hangs.", ExitCode.LeaseHeld);
        }

        var policy = step.Config.Stage(stage).Require(OverrideKeys.Override);
        if (!policy.Accepts(step.Get(Reason)))
        {
            throw PipelineException.BadInput("--reason", "it is missing or not enough.", $"Expected {policy.Expectation}.");
        }
    }
}
