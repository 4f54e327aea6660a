using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Model;
using Pipelines.Releases.Packs;
using Pipelines.Reporting;

namespace Pipelines.Packaging;

/// <summary>A release that is already in the store.</summary>
internal sealed class StoredRelease : IReleaseSource
{
    private readonly Release _release;

    private StoredRelease(Release release, string? commit) => (_release, Commit) = (release, commit ?? release.Provenance.Commit);

    public string Release => _release.Id.Value;

    public string? Commit { get; }

    /// <param name="setup">The environment.</param>
    /// <param name="id">Id of the release.</param>
    /// <param name="commit">Its commit, as it was deployed; null means the one it was first packaged from.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="PipelineException">The store does not have it.</exception>
    public static async Task<StoredRelease> FindAsync(StageSetup setup, string id, string? commit, CancellationToken cancellation) => new(
        await setup.Releases.FindAsync(ReleaseId.Parse(id), cancellation)
            ?? throw PipelineException.BadInput("--release", $"the store has no release {id}.", $"See `pipelines history --environment {setup.Stage}`."),
        commit);

    /// <summary>The release that another environment runs now: the same files, nothing is rebuilt.</summary>
    /// <exception cref="PipelineException">It is the same environment, runs nothing, or may run something other than its history
    /// says.</exception>
    public static async Task<StoredRelease> LiveInAsync(StageSetup setup, string stage, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await setup.LogOf(stage).ReadAsync(cancellation));
        var reason = stage == setup.Stage ? "it is the environment being deployed to."
            : history.Live is null ? $"nothing is live in {stage}."
            : history.IsAstray ? $"the last deployment to {stage} is unfinished."
            : null;
        return reason is null
            ? await FindAsync(setup, history.Live!.Release!, history.Live.Request.Commit, cancellation)
            : throw PipelineException.BadInput("--from", reason, $"See `pipelines status --environment {stage}`.");
    }

    public Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation) =>
        Task.FromResult(new PreparedRelease(Release, _release.Manifest.Files, _release.Manifest.Bytes, SentBytes: 0));
}
