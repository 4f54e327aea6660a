using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.History;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Rollouts;

/// <summary>Rolls back to an earlier release. Waits for no window, freeze or queue.</summary>
public sealed class RollbackStep(IConnections connections, TimeProvider clock) : Step
{
    private static readonly Input<string> Commit = Input.Text("commit", "Roll back to the release of this commit. A prefix is enough.");

    public override StepDefinition Definition { get; } = new("rollback",
        "Roll back to the previous good release, or to a given one, and verify that it works.")
    {
        Details = "Without release and commit, it rolls back to the last release that was live before and is not known bad. Works "
            + "during freezes. The release it replaces is marked as known bad, and not deployed again unless forced.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs =
        [
            CommonInputs.Stage with { Required = true }, DeployInputs.Release, Commit, StoreInputs.Store, GateInputs.Reason,
            DeployInputs.Actor, DeployInputs.Again, DeployInputs.Lease, CommonInputs.DryRun, PlatformInputs.Token,
        ],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.Failed, ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        HasChecks = true,
        Recoverable = true,
        EnvironmentAction = "start",
        Examples =
        [
            new("rollback --environment production --reason \"checkout is slow\"", "Roll back to the previous release."),
            new("rollback --environment production --commit a7b8c9d", "Roll back to a commit."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var source = await ChooseAsync(step, setup, cancellation);
        if (step.Get(CommonInputs.DryRun))
        {
            return DeployOutputs.Planned(StepResult.Passed("") with { Text = await Rehearsal.TellAsync(setup, first: null, source.Release, cancellation) }, source.Release);
        }

        var request = DeployInputs.Request(step, setup, source.Commit, DeploymentType.Rollback.WireName(), (GateReasons.Rollback, "a rollback passes every window and freeze."));
        var outcome = await setup.Deployer(setup.Targets()).DeployAsync(request, source, cancellation);
        return DeployOutputs.Tell(step, setup, Result(outcome, setup.Stage), outcome.Record);
    }

    /// <summary>A rollback that had to be undone has failed, even though the previous release is live again.</summary>
    private static StepResult Result(DeployOutcome outcome, string stage) => outcome.ExitCode == ExitCode.RolledBack
        ? new StepResult(ExitCode.RollbackFailed, $"the rollback failed: {outcome.Message} Choose another release: `pipelines rollback --environment {stage} --release ID`.")
        : new StepResult(outcome.ExitCode, outcome.Message);

    private static async Task<StoredRelease> ChooseAsync(StepContext step, StageSetup setup, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await setup.Log.ReadAsync(cancellation));
        var (release, commit) = (step.Get(DeployInputs.Release), step.Get(Commit));
        var found = release is not null ? history.LastSuccess(record => record.Release == release)
            : commit is not null ? history.LastSuccess(record => record.Request.Commit?.StartsWith(commit, StringComparison.OrdinalIgnoreCase) == true)
            : history.RollbackTarget;
        release ??= found?.Release ?? throw new PipelineException(
            commit is null ? $"{setup.Stage} has no earlier good release to roll back to."
                : $"no release of commit {commit} was ever live in {setup.Stage}.",
            $"See `pipelines history --environment {setup.Stage}`, and choose one with --release.");
        return await StoredRelease.FindAsync(setup, release, found?.Request.Commit, cancellation);
    }
}
