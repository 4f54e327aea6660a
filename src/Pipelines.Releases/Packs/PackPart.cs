namespace Pipelines.Releases.Packs;

/// <summary>A range of a file's contents and its location: in a block of a pack, alone or with others.</summary>
/// <param name="Pack">Id of the pack.</param>
/// <param name="Block">The block.</param>
/// <param name="From">Offset of the range in the decoded block.</param>
/// <param name="Size">Length of the range.</param>
/// <param name="At">Offset of the range in the file.</param>
internal sealed record PackPart(string Pack, PackedBlock Block, int From, int Size, long At)
{
    public long Offset => Block.Offset;

    public int Length => Block.Length;
}
