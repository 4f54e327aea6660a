using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Steps;

namespace Pipelines.Packaging;

/// <summary>Finds what a step is to deploy.</summary>
public sealed class ReleaseSources(ReleaseRepositories releases, EventLogs logs, TimeProvider clock)
{
    /// <summary>A release of the build, packaged when it is needed.</summary>
    /// <exception cref="PipelineException">The store cannot be used, or nothing says what to package.</exception>
    /// <param name="step">The inputs.</param>
    /// <param name="isRehearsal">Whether nothing may be written.</param>
    public IReleaseSource Packaged(StepContext step, bool isRehearsal = false) => new PackagedTree(
        releases.Of(step, isRehearsal), PackageInputs.Spec(step),
        PackageInputs.Provenance(step.Run, step.Get(CommonInputs.Commit), clock.GetUtcNow()))
    { IsRehearsal = isRehearsal };

    /// <summary>A release that the store has.</summary>
    /// <param name="step">The app and its environment.</param>
    /// <param name="id">Id of the release, or the first digits of it.</param>
    /// <param name="commit">Its commit, as it was deployed; null means the one it was first packaged from.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="PipelineException">The store does not have it.</exception>
    public async Task<IReleaseSource> StoredAsync(StepContext step, string id, string? commit, CancellationToken cancellation)
    {
        var stored = releases.Of(step);
        var release = await stored.FindAsync(await ReleaseNames.FindAsync(stored, id, others: null, cancellation), cancellation);
        return new StoredRelease(
            release ?? throw PipelineException.BadInput("--release", $"the store has no release {id}.",
                $"See `pipelines history --environment {step.Environment}`."),
            commit);
    }

    /// <summary>A release that was live in an environment, in the store or adopted.</summary>
    /// <param name="step">The app and its environment.</param>
    /// <param name="history">The environment's history.</param>
    /// <param name="id">Id of the release.</param>
    /// <param name="commit">Its commit, as it was deployed; null means the one it was first packaged from.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="PipelineException">The store does not have it.</exception>
    public async Task<IReleaseSource> EarlierAsync(StepContext step, DeploymentHistory history, string id, string? commit,
        CancellationToken cancellation) =>
        history.IsAdopted(id) ? new AdoptedRelease(id) : await StoredAsync(step, id, commit, cancellation);

    /// <summary>The release that another environment runs now: the same files, nothing is rebuilt. Where a promotion from there was
    /// interrupted, the release that it had chosen: what runs there may have changed since.</summary>
    /// <exception cref="PipelineException">It is the same environment, runs nothing, or may run something other than its history
    /// says.</exception>
    public async Task<IReleaseSource> LiveInAsync(StepContext step, string environment, CancellationToken cancellation)
    {
        _ = step.Config.Environment(environment);
        if (new DeploymentHistory(await logs.Of(step).ReadAsync(cancellation)).Unfinished is { Release: { } chosen } interrupted
            && interrupted.Request.From == environment)
        {
            return await StoredAsync(step, chosen, interrupted.Request.Commit, cancellation);
        }

        var history = new DeploymentHistory(await logs.Of(step, environment).ReadAsync(cancellation));
        var reason = environment == step.Environment ? "it is the environment being deployed to."
            : history.Live is null ? $"nothing is live in {environment}."
            : history.IsAdopted(history.Live.Release!) ? $"what {environment} serves was left there by an earlier tool, and is in no store."
            : history.IsUncertain ? $"the last deployment to {environment} is unfinished."
            : null;
        return reason is null
            ? await StoredAsync(step, history.Live!.Release!, history.Live.Request.Commit, cancellation)
            : throw PipelineException.BadInput("--from", reason, $"See `pipelines status --environment {environment}`.");
    }

    /// <summary>The id of the release that was packaged from a commit; null if there is none.</summary>
    public async Task<string?> PackagedFromAsync(StepContext step, string commit, CancellationToken cancellation) =>
        (await releases.Of(step).ListAsync(cancellation)).FirstOrDefault(release => release.Provenance.Commit == commit)?.Id.Value;
}
