using Pipelines.Releases.Formats;

namespace Pipelines.Releases.Manifests;

/// <summary>Creates a manifest, entry by entry.</summary>
internal sealed class ManifestWriter(string app, PartCodec codec) : IDisposable
{
    private readonly EntryListWriter _list = new(codec, app);
    private readonly ManifestRules _rules = new(app);

    /// <summary>Adds the next entry, in the byte order of paths.</summary>
    public void Add(ManifestEntry entry)
    {
        _rules.Check(entry);
        _list.Add(entry);
    }

    /// <exception cref="Errors.PipelineException">Entries violate rules.</exception>
    public Manifest End()
    {
        _rules.End();
        return new Manifest(app, _list.End());
    }

    public void Dispose() => _list.Dispose();
}
