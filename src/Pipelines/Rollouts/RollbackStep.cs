using System.Text.Json.Nodes;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Rollouts;

/// <summary>Rolls back to an earlier release. Waits for no window, freeze or queue.</summary>
public sealed class RollbackStep(EventLogs logs, ReleaseSources sources, Deployers deployers) : Step
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
            CommonInputs.Environment with { Required = true }, CommonInputs.Release, Commit, StoreInputs.Store, CommonInputs.Reason,
            CommonInputs.Actor, DeployInputs.Again, DeployInputs.AdoptHost, DeployInputs.AcceptHistory, LeaseInputs.TimeToLive,
            .. HostInputs.All, CommonInputs.DryRun, PlatformInputs.Token,
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
        Fleets.RequireLasting(step);
        await deployers.AcceptHistoryAsync(step, cancellation);
        var (source, recorded) = await ChooseAsync(step, cancellation);
        if (step.Get(CommonInputs.DryRun))
        {
            var plan = await DryRun.PlanAsync(step, deployers.Of(step, recorded), source.Release!, cancellation);
            return DeployOutputs.Planned(plan, source.Release);
        }

        var request =
            DeployInputs.Request(step, source.Commit, DeploymentType.Rollback,
                (GateReasons.Rollback, "a rollback passes every window and freeze."))
                with { AdoptsHost = step.Get(DeployInputs.AdoptHost) };
        var outcome = await deployers.Of(step, recorded).DeployAsync(request, source, cancellation);
        return DeployOutputs.Tell(step, Result(outcome, step.Environment), outcome.Record);
    }

    /// <summary>A rollback that had to be undone has failed, even though the previous release is live again.</summary>
    private static StepResult Result(DeployOutcome outcome, string environment) => outcome.ExitCode == ExitCode.RolledBack
        ? new StepResult(ExitCode.RollbackFailed,
            $"the rollback failed: {outcome.Message} Choose another release: `pipelines rollback --environment {environment} --release "
            + $"ID`.")
        : new StepResult(outcome.ExitCode, outcome.Message);

    /// <summary>The release, and what it ran with; null when nobody recorded it.</summary>
    private async Task<(IReleaseSource Source, JsonObject? Recorded)> ChooseAsync(StepContext step, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await logs.Of(step).ReadAsync(cancellation));
        var (release, commit) = (Whole(history, step.Get(CommonInputs.Release)), step.Get(Commit));
        var found = release is not null ? history.LastSuccess(record => record.Release == release)
            : commit is not null
                ? history.LastSuccess(record => record.Request.Commit?.StartsWith(commit, StringComparison.OrdinalIgnoreCase) == true)
            : history.RollbackTarget;
        if (release is null && found is null)
        {
            await deployers.Anchors(step).RequireAsync(step.Get(DeployInputs.AdoptHost), cancellation); // is the log that told of it gone?
        }

        release ??= found?.Release ?? throw new PipelineException(
            commit is null ? $"{step.Environment} has no earlier good release to roll back to."
                : $"no release of commit {commit} was ever live in {step.Environment}.",
            $"See `pipelines history --environment {step.Environment}`, and choose one with --release.");
        return (await sources.EarlierAsync(step, history, release, found?.Request.Commit, cancellation),
            found?.Find<DeploymentEvent.Configured>()?.Settings);
    }

    /// <summary>The release of which the first digits were given, if the history knows only one.</summary>
    private static string? Whole(DeploymentHistory history, string? typed) => typed is not null
        && history.Deployments.Select(record => record.Release).OfType<string>().Distinct()
            .Where(release => release.StartsWith(typed, StringComparison.Ordinal)).ToList() is [var only] ? only : typed;
}
