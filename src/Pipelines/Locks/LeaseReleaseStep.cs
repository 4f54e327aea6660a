using Pipelines.Errors;
using Pipelines.Gates.Overrides;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Locks;

/// <summary>Revokes an environment's lease.</summary>
public sealed class LeaseReleaseStep(EventLogs logs, LeaseRegistries leases, TimeProvider clock) : Step
{
    private static readonly Input<bool> Force = Input.Flag("force", "Revoke it even though its holder still renews it.");
    private static readonly Input<string> Reason = Input.Text("reason",
        "The reason, in your own words. Required with force; must satisfy the environment's override.") with
    { IsProse = true };
    private static readonly Output Released = new("released", "true if this run revoked the lease.");

    public override StepDefinition Definition { get; } = new("lease release",
        "Revoke the lease of an environment from a hung holder, with a recorded reason.")
    {
        Details = "A lease expires on its own soon after its holder dies, so use this for a holder that is alive but hangs. The holder "
            + "stops before its next event or renewal, and the next deployment finishes or undoes its work. The reason is recorded "
            + "before the lease is revoked.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, Force, Reason, CommonInputs.Actor, StoreInputs.Store],
        Outputs = [.. LeaseOutputs.All, Released],
        Ends = [ExitCode.LeaseHeld],
        Examples = [new("lease release --environment production --force --reason \"INC-4711 its runner hangs\"", "Revoke it.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var (log, registry) = (logs.Of(step), leases.Of(step));
        var lease = await registry.HolderAsync(cancellation);
        if (lease.Holder is not { } holder)
        {
            return LeaseOutputs.Tell(StepResult.Passed("the lease is free: nothing was changed."), lease).With(Released, false);
        }

        Require(step, lease);
        var events = await log.ReadAsync(cancellation);
        var deployment =
            events.LastOrDefault(logged => logged.Event is DeploymentEvent.LeaseTaken taken && taken.Token == lease.Token)?.Deployment
                ?? DeploymentId.New(clock.GetUtcNow());
        var released = new DeploymentEvent.LeaseReleased(lease.Token, holder.Description, step.Actor, step.Require(Reason).Trim());
        await log.AppendAsync(deployment, released, guard: null, cancellation);
        var done = await registry.ReleaseAsync(lease.Token, cancellation);
        return LeaseOutputs.Tell(
            StepResult.Passed(done
                ? $"the lease was revoked from {holder.Description}. `pipelines recover --environment {step.Environment}` "
                + "finishes or undoes its work." : "its holder released the lease in the meantime."),
            await registry.ShowAsync(cancellation)).With(Released, done);
    }

    /// <exception cref="PipelineException">It was not forced, or the reason is insufficient.</exception>
    private static void Require(StepContext step, LeaseStatus lease)
    {
        if (!step.Get(Force))
        {
            throw new PipelineException($"{LeaseOutputs.Describe(lease)}.",
                "Wait for it to finish; or give --force and --reason if you know that it hangs.", ExitCode.LeaseHeld);
        }

        var policy = step.Settings.Require(OverrideKeys.Override);
        if (!policy.Accepts(step.Get(Reason)))
        {
            throw PipelineException.BadInput("--reason", "it is missing or insufficient.", $"Expected {policy.Expectation}.");
        }
    }
}
