using Pipelines.Locks;
using Pipelines.Steps;

namespace Pipelines.Engine;

/// <summary>Inputs of the steps that deploy.</summary>
internal static class DeployInputs
{
    public static Input<bool> Again { get; } = Input.Flag("again", "Deploy a release that is already live, or that is known bad.");

    /// <summary>The request, from the platform and the inputs.</summary>
    public static DeployRequest Request(StepContext step, string? commit, string type, (string Code, string Explanation) admission) => new(step.App, step.Environment, type)
    {
        Admission = admission,
        Commit = commit,
        Ref = step.Run.Ref,
        Actor = step.Get(CommonInputs.Actor) ?? step.Run.Actor,
        Reason = step.Get(CommonInputs.Reason),
        RunUrl = step.Run.RunUrl,
        Repository = step.Run.Repository,
        RunNumber = step.Run.RunNumber,
        CommitUrl = commit == step.Run.Commit ? step.Run.CommitUrl : null,
        Again = step.Get(Again),
        LeaseTimeToLive = step.Get(LeaseInputs.TimeToLive)!.Value,
    };
}
