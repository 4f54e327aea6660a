using System.Text.Json.Nodes;
using Pipelines.Anchors;
using Pipelines.Errors;
using Pipelines.Gates.Overrides;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Engine;

/// <summary>Makes the deployer of a step's environment.</summary>
public sealed class Deployers(
    EventLogs logs, LeaseRegistries leases, Fleets fleets, Checkpoints checkpoints, Audiences audiences, TimeProvider clock)
{
    /// <exception cref="PipelineException">There is no such environment, a store cannot be used, or a secret is missing.</exception>
    /// <param name="step">The environment.</param>
    /// <param name="recorded">What an earlier deployment ran with, to run with that again; null for what the file says.</param>
    public Deployer Of(StepContext step, JsonObject? recorded = null)
    {
        var fleet = fleets.Of(step, recorded);
        var anchors = Anchors(step, fleet.Targets.Select(target => target.Host));
        return new Deployer(anchors, leases.Of(step), fleet, audiences.Of(step), clock, step.Reporter);
    }

    /// <summary>The environment's log, and what anchors it.</summary>
    /// <exception cref="PipelineException">There is no such environment, a store cannot be used, or a secret is missing.</exception>
    public LogAnchors Anchors(StepContext step) => Anchors(step, Fleets.Look(step, step.Settings));

    /// <summary>Does what a person says who accepts the history as it is; nothing when nobody does, or nothing may be changed.</summary>
    /// <exception cref="PipelineException">The reason is insufficient, or the lease is held.</exception>
    public async Task AcceptHistoryAsync(StepContext step, CancellationToken cancellation)
    {
        if (step.Get(DeployInputs.AcceptHistory) is not { } reason || step.Get(CommonInputs.DryRun))
        {
            return;
        }

        var policy = step.Settings.Require(OverrideKeys.Override);
        if (!policy.Accepts(reason))
        {
            throw PipelineException.BadInput("--accept-history", "the reason is insufficient.", $"Expected {policy.Expectation}.");
        }

        var acceptance = new HistoryAcceptance(Anchors(step), checkpoints.Of(step), leases.Of(step), clock, step.Reporter);
        var job = new HostJob(step.App, step.Environment, "none", Token: 0, DeploymentType.None, "none", Commit: null, step.Actor);
        await acceptance.AcceptAsync(job, reason.Trim(), step.Get(LeaseInputs.TimeToLive)!.Value, cancellation);
    }

    /// <summary>The environment's log, and what anchors it on these hosts.</summary>
    public LogAnchors Anchors(StepContext step, IEnumerable<IHost> hosts) =>
        new(logs.Of(step), [.. hosts], checkpoints.Of(step), step.Reporter);
}
