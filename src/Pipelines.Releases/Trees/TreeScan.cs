using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Trees;

/// <summary>A tree that can be packaged.</summary>
public sealed class TreeScan
{
    private readonly EntryList _list;

    internal TreeScan(string root, EntryList list, TimeSpan took) => (Root, _list, Took) = (root, list, took);

    /// <summary>Its absolute path.</summary>
    public string Root { get; }

    /// <summary>Its contents, in the byte order of the paths; files without their digests. Read again each time.</summary>
    public IEnumerable<ManifestEntry> Entries => _list.Entries;

    /// <summary>Number of files.</summary>
    public long Files => _list.Files;

    /// <summary>Sum of the files' sizes.</summary>
    public long Bytes => _list.Bytes;

    /// <summary>How long the scan took.</summary>
    public TimeSpan Took { get; }
}
