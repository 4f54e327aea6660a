using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.History;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Deployments;

/// <summary>Goes back to an earlier release. Waits for no window, freeze or queue.</summary>
public sealed class RollbackStep(IConnections connections, TimeProvider clock) : Step
{
    private static readonly Input<string> Commit = Input.Text("commit", "Go back to the release of this commit, or of the one that begins so.");

    public override StepDefinition Definition { get; } = new("rollback", "Go back to the previous good release, or to a named one, and prove that it works.")
    {
        Details = "Without release and commit it goes to the release that was live before and was never found to be at fault. Works during freezes. "
            + "The release it leaves is remembered, and not deployed again unless told.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs =
        [
            CommonInputs.Stage with { Required = true }, DeployInputs.Release, Commit, StoreInputs.Store, GateInputs.Reason,
            DeployInputs.Actor, DeployInputs.Again, DeployInputs.Lease,
        ],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.Failed, ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        EnvironmentAction = "start",
        Examples =
        [
            new("rollback --environment production --reason \"checkout is slow\"", "Back to what was live before."),
            new("rollback --environment production --commit a7b8c9d", "Back to a commit."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var target = Choose(step, new DeploymentHistory(await setup.Log.ReadAsync(cancellation)), setup.Stage);
        var request = DeployInputs.Request(step, setup, DeploymentType.Rollback.WireName(), (GateReasons.Rollback, "a rollback passes every window and freeze.")) with
        {
            Commit = target.Commit,
        };
        var outcome = await setup.Deployer(setup.Targets()).DeployAsync(request, new StoredRelease(setup.Releases, target.Release), cancellation);
        step.Reporter.Summary(DeploymentText.Markdown(outcome.Record, setup.Stage));
        return DeployOutputs.With(Result(outcome, setup.Stage), outcome.Record);
    }

    /// <summary>A rollback that had to be undone has failed, though what was live is live again.</summary>
    private static StepResult Result(DeployOutcome outcome, string stage) => outcome.ExitCode == ExitCode.RolledBack
        ? new StepResult(ExitCode.RollbackFailed, $"the rollback failed: {outcome.Message} Choose another release: `pipelines rollback --environment {stage} --release ID`.")
        : new StepResult(outcome.ExitCode, outcome.Message);

    private static (string Release, string? Commit) Choose(StepContext step, DeploymentHistory history, string stage)
    {
        if (step.Get(DeployInputs.Release) is { } release)
        {
            return (release, history.LastSuccess(record => record.Release == release)?.Request.Commit);
        }

        var commit = step.Get(Commit);
        var found = commit is null
            ? history.Previous
            : history.LastSuccess(record => record.Request.Commit?.StartsWith(commit, StringComparison.OrdinalIgnoreCase) == true);
        return found is { Release: { } id } ? (id, found.Request.Commit) : throw new PipelineException(
            commit is null ? $"{stage} has no earlier good release to go back to." : $"no release of commit {commit} was ever live in {stage}.",
            $"See `pipelines history --environment {stage}`, and name one by --release.");
    }
}
