using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Model;
using Pipelines.Releases.Packs;
using Pipelines.Reporting;

namespace Pipelines.Packaging;

/// <summary>A release that the store holds already.</summary>
internal sealed class StoredRelease : IReleaseSource
{
    private readonly Release _release;

    private StoredRelease(Release release, string? commit) => (_release, Commit) = (release, commit ?? release.Provenance.Commit);

    public string Release => _release.Id.Value;

    public string? Commit { get; }

    /// <param name="setup">The environment.</param>
    /// <param name="id">Id of the release.</param>
    /// <param name="commit">Its commit, as it was deployed; null means the one it was first packaged of.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">The store does not hold it.</exception>
    public static async Task<StoredRelease> FindAsync(StageSetup setup, string id, string? commit, CancellationToken cancellation) => new(
        await setup.Releases.FindAsync(ReleaseId.Parse(id), cancellation)
            ?? throw PipelineException.BadInput("--release", $"the store has no release {id}.", $"See `pipelines history --environment {setup.Stage}`."),
        commit);

    /// <summary>What another environment runs now: the same bytes, nothing is built again.</summary>
    /// <exception cref="PipelineException">It is the same environment, runs nothing, or may run something else than its history says.</exception>
    public static async Task<StoredRelease> LiveInAsync(StageSetup setup, string stage, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await setup.LogOf(stage).ReadAsync(cancellation));
        var reason = stage == setup.Stage ? "it is the environment to deploy to."
            : history.Live is null ? $"nothing is live in {stage}."
            : history.IsAstray ? $"the last deployment to {stage} was left unfinished."
            : null;
        return reason is null
            ? await FindAsync(setup, history.Live!.Release!, history.Live.Request.Commit, cancellation)
            : throw PipelineException.BadInput("--from", reason, $"See `pipelines status --environment {stage}`.");
    }

    public Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation) =>
        Task.FromResult(new PreparedRelease(Release, _release.Manifest.Files, _release.Manifest.Bytes, SentBytes: 0));
}
