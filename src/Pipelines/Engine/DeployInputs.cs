using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Engine;

/// <summary>Inputs of the steps that deploy.</summary>
internal static class DeployInputs
{
    public static Input<bool> Again { get; } = Input.Flag("again", "Deploy a release that is already live, or that is known bad.");

    public static Input<bool> AdoptHost { get; } = Input.Flag("adopt-host",
        "Take over hosts that belong to another event log, such as after a store was lost or replaced. Needed once.");

    public static Input<string> AcceptHistory { get; } = Input.Text("accept-history",
        "Your reason to go on with an event log that lacks what hosts or a checkpoint had noted, or whose chain is broken. It is recorded "
            + "before anything else is done, and must satisfy the environment's override. Needed once.") with
    { IsProse = true };

    /// <summary>The request, from the platform and the inputs.</summary>
    public static DeployRequest Request(StepContext step, string? commit, DeploymentType type,
        (string Code, string Explanation) admission) => new(step.App, step.Environment, type)
    {
        Admission = admission,
        Origin = step.Run.Origin
            with { Commit = commit, CommitUrl = commit == step.Run.Origin.Commit ? step.Run.Origin.CommitUrl : null, Actor = step.Actor },
        Reason = step.Get(CommonInputs.Reason),
        Again = step.Get(Again),
        LeaseTimeToLive = step.Get(LeaseInputs.TimeToLive)!.Value,
    };
}
