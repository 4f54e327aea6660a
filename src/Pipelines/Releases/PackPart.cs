namespace Pipelines.Releases;

/// <summary>A run of a file's bytes, as it lies in a pack.</summary>
/// <param name="Blob">SHA-256 of the whole file's bytes.</param>
/// <param name="Of">Size of the whole file.</param>
/// <param name="At">Where in the file the run begins.</param>
/// <param name="Size">Length of the run in the file.</param>
/// <param name="Offset">Where in the pack it begins.</param>
/// <param name="Length">Length in the pack.</param>
/// <param name="Codec">How it is kept there; see <see cref="PartCodec"/>.</param>
/// <param name="Chunk">SHA-256 of the run, when it was cut by content; null when not.</param>
/// <param name="Pack">Id of the pack that has the bytes; null for the pack whose index this is.</param>
internal sealed record PackPart(
    string Blob, long Of, long At, int Size, long Offset, int Length, string Codec, string? Chunk = null, string? Pack = null)
{
    /// <summary>Largest run that a reader accepts: what it must hold in memory.</summary>
    public const int MaxSize = 8 << 20;

    public string? Problem() =>
        Sha256Hex.IsValid(Blob) && Size is > 0 and <= MaxSize && At >= 0 && Of > 0 && At <= Of - Size
        && Offset is >= 0 and < 1L << 50 && Length is > 0 and <= 2 * MaxSize && (Codec != PartCodec.Raw || Length == Size)
        && (Chunk is null || Sha256Hex.IsValid(Chunk)) && (Pack is null || PackIndex.IsId(Pack))
            ? PartCodec.Problem(Codec)
            : $"has a part with impossible numbers ({this})";
}
