using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Locks;
using Pipelines.Steps;

namespace Pipelines.Engine;

/// <summary>Makes the deployer of a step's environment.</summary>
public sealed class Deployers(EventLogs logs, LeaseRegistries leases, Fleets fleets, Audiences audiences, TimeProvider clock)
{
    /// <exception cref="PipelineException">There is no such environment, a store cannot be used, or a secret is missing.</exception>
    /// <param name="step">The environment.</param>
    /// <param name="recorded">What an earlier deployment ran with, to run with that again; null for what the file says.</param>
    public Deployer Of(StepContext step, JsonObject? recorded = null) =>
        new(logs.Of(step), leases.Of(step), fleets.Of(step, recorded), audiences.Of(step), clock, step.Reporter);
}
