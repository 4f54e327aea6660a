using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;

namespace Pipelines.Releases.Manifests;

/// <summary>
/// Entries in the byte order of their paths, after a line that names the application: compressed, and in a file if there are many.
/// </summary>
/// <param name="Content">The lines.</param>
/// <param name="Codec">Decodes them.</param>
/// <param name="Digest">SHA-256 of the lines.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Sum of the files' sizes.</param>
internal sealed record EntryList(Spool Content, PartCodec Codec, Sha256Digest Digest, long Files, long Bytes)
{
    /// <summary>Decoded again each time.</summary>
    public IEnumerable<ManifestEntry> Entries =>
        LineReader.Read(Content, Codec, hash: null).Skip(1).Select(line => EntryLine.Read(line.Span));
}
