using Pipelines.Releases;
using Pipelines.Releases.Records;
using Pipelines.Releases.Saving;
using Pipelines.Releases.Trees;
using Pipelines.Reporting;

namespace Pipelines.Packaging;

/// <summary>A release created from a directory.</summary>
internal sealed class PackagedTree(ReleaseRepository releases, PackageSpec spec, Provenance provenance) : IReleaseSource
{
    private BegunPackage? _begun;

    /// <summary>Whether nothing is written.</summary>
    public bool IsRehearsal { get; init; }

    public string? Release => null;

    public string? Commit => provenance.Commit;

    public void Begin(IReporter reporter, CancellationToken cancellation) => _begun = releases.Begin(spec, reporter, cancellation);

    public async Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation)
    {
        using var group = reporter.Group("package");
        var saved = await releases.SaveAsync(_begun ?? releases.Begin(spec, reporter, cancellation), provenance, reporter, cancellation);
        reporter.Info(IsRehearsal ? saved.RehearsedText : saved.Text);
        return new PreparedRelease(saved.Release.Id.Value, saved.Files, saved.Bytes, saved.SentBytes) { Saved = saved.Release };
    }
}
