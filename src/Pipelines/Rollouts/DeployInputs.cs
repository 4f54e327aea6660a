using Pipelines.Engine;
using Pipelines.Steps;

namespace Pipelines.Rollouts;

/// <summary>Inputs of the steps that deploy.</summary>
internal static class DeployInputs
{
    public static Input<string> Actor { get; } = Input.Text("actor", "Who requested it. Default: as reported by the platform.");

    public static Input<string> Release { get; } = Input.Text("release", "Id of a stored release.");

    public static Input<bool> Again { get; } = Input.Flag("again", "Deploy a release that is already live, or that is known bad.");

    public static Input<TimeSpan?> Lease { get; } =
        Input.Duration("lease", "How long the lease remains valid after its process dies on another machine.").Or(TimeSpan.FromSeconds(30),
            "30s");

    /// <summary>The request, from the platform and the inputs.</summary>
    public static DeployRequest Request(StepContext step, StageSetup setup, string? commit, string type, (string Code, string Explanation) admission) => new(setup.App, setup.Stage, type)
    {
        Admission = admission,
        Commit = commit,
        Ref = step.Run.Ref,
        Actor = step.Get(Actor) ?? step.Run.Actor,
        Reason = step.Get(Gates.GateInputs.Reason),
        RunUrl = step.Run.RunUrl,
        Repository = step.Run.Repository,
        RunNumber = step.Run.RunNumber,
        CommitUrl = commit == step.Run.Commit ? step.Run.CommitUrl : null,
        Again = step.Get(Again),
        LeaseTimeToLive = step.Get(Lease)!.Value,
    };
}
