using Pipelines.Errors;

namespace Pipelines.Releases;

/// <summary>
/// Everything a release holds, in one canonical form: the same tree gives the same bytes, and so the same digest, on any
/// machine, whatever the time stamps, the order of creation, or the place of its bytes. An instance has passed every rule:
/// its paths stay below the root, and no entry lies below a file or a link.
/// </summary>
public sealed class Manifest
{
    public const int Format = 1;

    private readonly byte[] _bytes;

    private Manifest(string app, IReadOnlyList<ManifestEntry> entries, byte[] bytes)
    {
        (App, Entries, _bytes) = (app, entries, bytes);
        Digest = Sha256Hex.Of(bytes);
        Id = ReleaseId.Of(Digest);
    }

    public string App { get; }

    /// <summary>In the order of their paths' UTF-8 bytes; a directory stands before what is in it.</summary>
    public IReadOnlyList<ManifestEntry> Entries { get; }

    /// <summary>SHA-256 of the canonical form, 64 hex digits.</summary>
    public string Digest { get; }

    public ReleaseId Id { get; }

    /// <summary>The canonical form: JSON in UTF-8 without white space, members in fixed order, what is not ASCII escaped.</summary>
    public ReadOnlyMemory<byte> ToBytes() => _bytes;

    /// <exception cref="PipelineException">An entry breaks a rule.</exception>
    public static Manifest Create(string app, IEnumerable<ManifestEntry> entries)
    {
        var sorted = entries.OrderBy(entry => entry.Path, Utf8Order.Instance).ToList();
        ManifestRules.Check(app, sorted);
        return new Manifest(app, sorted, ManifestJson.Write(app, sorted));
    }

    /// <summary>Reads a manifest that may come from anyone.</summary>
    /// <param name="bytes">What the store holds.</param>
    /// <param name="app">Whose release it has to be.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <exception cref="PipelineException">It is not a manifest in canonical form, breaks a rule, or is another application's.</exception>
    public static Manifest Parse(ReadOnlyMemory<byte> bytes, string app, string source)
    {
        var (foundApp, entries) = ManifestJson.Read(bytes.Span, source);
        if (foundApp != app)
        {
            throw PipelineException.BadInput(source, $"this manifest is of the application \"{foundApp}\", not of \"{app}\".");
        }

        ManifestRules.Check(app, entries);
        var manifest = new Manifest(app, entries, ManifestJson.Write(app, entries));
        return manifest._bytes.AsSpan().SequenceEqual(bytes.Span)
            ? manifest
            : throw PipelineException.BadInput(source, "this manifest is not in canonical form: members, order or white space differ.");
    }
}
