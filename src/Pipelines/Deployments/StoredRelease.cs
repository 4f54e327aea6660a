using Pipelines.Errors;
using Pipelines.Releases;
using Pipelines.Reporting;

namespace Pipelines.Deployments;

/// <summary>A release that the store holds already.</summary>
internal sealed class StoredRelease(ReleaseRepository releases, string id) : IReleaseSource
{
    public async Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation)
    {
        var release = await releases.FindAsync(ReleaseId.Parse(id), cancellation)
            ?? throw PipelineException.BadInput("--release", $"the store has no release {id}.", "See `pipelines history`.");
        var files = release.Manifest.Entries.Where(entry => entry.Kind == EntryKind.File).ToList();
        return new PreparedRelease(id, files.Count, files.Sum(file => file.Size), SentBytes: 0);
    }
}
