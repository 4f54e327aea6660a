using Pipelines.Releases.Formats;

namespace Pipelines.Releases.Packs;

/// <summary>Bytes that were compressed together, as stored in a pack.</summary>
/// <param name="Offset">Offset in the pack.</param>
/// <param name="Length">Encoded length.</param>
/// <param name="Codec">Their encoding; see <see cref="PartCodec"/>.</param>
/// <param name="Size">Decoded length.</param>
internal sealed record PackedBlock(long Offset, int Length, string Codec, int Size)
{
    /// <summary>Largest block that a reader accepts, because it must fit in memory.</summary>
    public const int MaxSize = 8 << 20;

    private const long MaxOffset = 1L << 50;

    /// <exception cref="InvalidDataException">It is not the line of a block.</exception>
    public static PackedBlock Read(ref LineFields fields)
    {
        var block = new PackedBlock(fields.Number(MaxOffset), (int)fields.Number(2 * MaxSize), fields.Text(), (int)fields.Number(MaxSize));
        fields.End();
        return PartCodec.Problem(block.Codec) is null && block is { Length: > 0, Size: > 0 }
            && (block.Codec != PartCodec.Raw || block.Length == block.Size)
            ? block
            : throw new InvalidDataException($"it has an invalid block ({block})");
    }
}
