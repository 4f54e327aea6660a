namespace Pipelines.Releases;

/// <summary>Which files' bytes can be read from a set of packs, and where.</summary>
internal sealed class PackCatalog
{
    private readonly Dictionary<string, BlobPart> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BlobPart[]> _cut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BlobPart> _chunks = new(StringComparer.Ordinal);

    public PackCatalog(IEnumerable<BlobPart> parts)
    {
        var cut = new List<BlobPart>();
        foreach (var part in parts)
        {
            if (part.Part.Chunk is { } chunk)
            {
                _chunks.TryAdd(chunk, part);
            }

            if (part.Part.Size != part.Part.Of)
            {
                cut.Add(part);
            }
            else
            {
                _whole.TryAdd(part.Part.Blob, part);
            }
        }

        foreach (var blob in cut.GroupBy(part => part.Part.Blob, StringComparer.Ordinal))
        {
            if (Whole([.. blob]) is { } whole)
            {
                _cut.Add(blob.Key, whole);
            }
        }
    }

    /// <summary>The parts of a file, in order and without a gap; null when the packs do not hold all of it.</summary>
    public IReadOnlyList<BlobPart>? Find(string sha256, long size) =>
        _whole.TryGetValue(sha256, out var whole) && whole.Part.Of == size ? [whole]
        : _cut.TryGetValue(sha256, out var parts) && parts[0].Part.Of == size ? parts
        : null;

    /// <summary>Where the bytes of a chunk are, of whatever file; null when in none of the packs.</summary>
    public BlobPart? FindChunk(string sha256, int size) => _chunks.TryGetValue(sha256, out var found) && found.Part.Size == size ? found : null;

    /// <summary>Picks parts that follow each other from the first byte to the last; a part kept twice is taken once.</summary>
    private static BlobPart[]? Whole(List<BlobPart> parts)
    {
        var size = parts[0].Part.Of;
        var byStart = parts.Where(part => part.Part.Of == size).ToLookup(part => part.Part.At);
        var whole = new List<BlobPart>();
        for (long at = 0; at < size; at += whole[^1].Part.Size)
        {
            if (byStart[at].FirstOrDefault() is not { } next)
            {
                return null;
            }

            whole.Add(next);
        }

        return [.. whole];
    }
}
