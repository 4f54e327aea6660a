namespace Pipelines.Releases;

/// <summary>A run of a file's bytes, as it lies in a block of a pack. Small files share blocks.</summary>
/// <param name="Blob">SHA-256 of the whole file's bytes.</param>
/// <param name="Of">Size of the whole file.</param>
/// <param name="At">Where in the file the run begins.</param>
/// <param name="Size">Length of the run.</param>
/// <param name="Offset">Where in the pack the block begins.</param>
/// <param name="Length">Length of the block in the pack.</param>
/// <param name="Codec">How the block is kept there; see <see cref="PartCodec"/>.</param>
/// <param name="Block">Length of the block when it is decoded.</param>
/// <param name="From">Where in the decoded block the run begins.</param>
/// <param name="Chunk">SHA-256 of the run, when it was cut by content; null when not.</param>
/// <param name="Pack">Id of the pack that has the bytes; null for the pack whose index this is.</param>
internal sealed record PackPart(
    string Blob, long Of, long At, int Size, long Offset, int Length, string Codec, int Block, int From, string? Chunk = null, string? Pack = null)
{
    /// <summary>Largest block that a reader accepts: what it must hold in memory.</summary>
    public const int MaxSize = 8 << 20;

    /// <summary>A run of a file, from where on it is, before anyone knows where it will lie.</summary>
    public static PackPart Run(string blob, long of, long at, int size, int from, string? chunk = null) => new(blob, of, at, size, 0, 0, "", 0, from, chunk);

    public string? Problem() =>
        Sha256Hex.IsValid(Blob) && Size > 0 && At >= 0 && Of > 0 && At <= Of - Size
        && Block is > 0 and <= MaxSize && From >= 0 && From <= Block - Size
        && Offset is >= 0 and < 1L << 50 && Length is > 0 and <= 2 * MaxSize && (Codec != PartCodec.Raw || Length == Block)
        && (Chunk is null || Sha256Hex.IsValid(Chunk)) && (Pack is null || PackIndex.IsId(Pack))
            ? PartCodec.Problem(Codec)
            : $"has a part with impossible numbers ({this})";
}
