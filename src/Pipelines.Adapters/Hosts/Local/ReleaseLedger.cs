using Pipelines.Adapters.Posix;
using Pipelines.Model;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>
/// Which directories in <c>releases/</c> a deployment of ours made: those that lie ready have a manifest, and one that is being made or
/// removed has a mark, written before and deleted after. Everything else there belongs to somebody else.
/// </summary>
internal sealed class ReleaseLedger(HostLayout layout)
{
    public bool IsOurs(string release) => File.Exists(layout.Manifest(release)) || File.Exists(layout.Mark(release));

    /// <summary>Marked, without a manifest: what is being made or removed, or what a killed run left.</summary>
    public IReadOnlyList<string> Unfinished => Directory.Exists(layout.Marks)
        ? [.. Directory.EnumerateFiles(layout.Marks).Select(path => Path.GetFileName(path))
            .Where(id => ReleaseId.TryParse(id, out _) && !File.Exists(layout.Manifest(id)))]
        : [];

    /// <summary>Names in <c>releases/</c> that no deployment of ours made, in order.</summary>
    public IReadOnlyList<string> Strangers => Directory.Exists(layout.Releases)
        ? [.. Directory.EnumerateFileSystemEntries(layout.Releases).Select(path => Path.GetFileName(path)).Where(name => !IsOurs(name))
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Marks a release: from now on its directory is ours, with its manifest or without.</summary>
    public void Mark(string release)
    {
        if (!File.Exists(layout.Mark(release)))
        {
            Durable.CreateDirectory(layout.Marks, HostLayout.OwnerOnly);
            AtomicFiles.Write(layout.Mark(release), []);
        }
    }

    /// <summary>Deletes the mark: the release lies ready, or its directory is gone.</summary>
    public void End(string release) => File.Delete(layout.Mark(release));
}
