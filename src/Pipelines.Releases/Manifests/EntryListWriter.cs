using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;

namespace Pipelines.Releases.Manifests;

/// <summary>Creates an <see cref="EntryList"/>. Not thread-safe.</summary>
internal sealed class EntryListWriter : IDisposable
{
    private readonly Spool _spool = new();
    private readonly PartCodec _codec;
    private readonly LineWriter _lines;
    private long _files;
    private long _bytes;

    /// <param name="codec">Encodes the lines.</param>
    /// <param name="app">The application the entries belong to.</param>
    public EntryListWriter(PartCodec codec, string app)
    {
        _codec = codec;
        _lines = new LineWriter(codec, _spool);
        _lines.Line(Head(app));
    }

    /// <summary>The first line.</summary>
    public static string Head(string app) => $"manifest\t{Manifest.Format}\t{app}";

    /// <summary>Adds the next entry, in path order.</summary>
    public void Add(ManifestEntry entry)
    {
        EntryLine.Write(_lines, entry);
        _files += entry.Kind == EntryKind.File ? 1 : 0;
        _bytes += entry.Size;
    }

    public EntryList End() => new(_spool, _codec, _lines.End(), _files, _bytes);

    public void Dispose() => _lines.Dispose();
}
