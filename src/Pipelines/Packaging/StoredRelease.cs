using Pipelines.Releases.Packs;
using Pipelines.Reporting;

namespace Pipelines.Packaging;

/// <summary>A release that is already in the store.</summary>
/// <param name="release">The release.</param>
/// <param name="commit">Its commit, as it was deployed; null means the one it was first packaged from.</param>
internal sealed class StoredRelease(Release release, string? commit) : IReleaseSource
{
    public string Release => release.Id.Value;

    public string? Commit => commit ?? release.Provenance.Commit;

    public Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation) =>
        Task.FromResult(new PreparedRelease(Release, release.Manifest.Files, release.Manifest.Bytes, SentBytes: 0));
}
