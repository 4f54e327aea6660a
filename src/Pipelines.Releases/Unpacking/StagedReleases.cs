using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Unpacking;

/// <summary>The files of releases on this machine, according to their manifests.</summary>
/// <param name="read">Reads the manifests on demand: each with the directory of its release.</param>
public sealed class StagedReleases(Func<CancellationToken, Task<IReadOnlyList<(string Directory, Manifest Manifest)>>> read)
    : IFileSources, IDisposable
{
    private List<Position>? _positions;

    public async Task<IReadOnlyDictionary<Sha256Digest, string>> FindAsync(IReadOnlySet<Sha256Digest> wanted, string? upTo,
        CancellationToken cancellation)
    {
        _positions ??= [.. (await read(cancellation))
            .Select(release => new Position(release.Directory, release.Manifest.Entries.GetEnumerator()))];
        var found = new Dictionary<Sha256Digest, string>();
        foreach (var position in _positions)
        {
            for (; position.Current is { } entry && (upTo is null || Utf8Order.Instance.Compare(entry.Path, upTo) <= 0); position.Advance())
            {
                if (entry.Kind == EntryKind.File && wanted.Contains(entry.Sha256))
                {
                    found[entry.Sha256] = Path.Combine(position.Directory, entry.Path);
                }
            }
        }

        return found;
    }

    public void Dispose() => _positions?.ForEach(position => position.Dispose());

    private sealed class Position : IDisposable
    {
        private readonly IEnumerator<ManifestEntry> _entries;

        public Position(string directory, IEnumerator<ManifestEntry> entries)
        {
            (Directory, _entries) = (directory, entries);
            Advance();
        }

        public string Directory { get; }

        /// <summary>Null after the last.</summary>
        public ManifestEntry? Current { get; private set; }

        public void Advance() => Current = _entries.MoveNext() ? _entries.Current : null;

        public void Dispose() => _entries.Dispose();
    }
}
