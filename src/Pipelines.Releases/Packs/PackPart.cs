namespace Pipelines.Releases.Packs;

/// <summary>A run of a file's bytes, and where it lies: in a block of a pack, alone or beside others.</summary>
/// <param name="Pack">Id of the pack.</param>
/// <param name="Block">The block.</param>
/// <param name="From">Where in the decoded block the run begins.</param>
/// <param name="Size">Length of the run.</param>
/// <param name="At">Where in the file the run begins.</param>
internal sealed record PackPart(string Pack, PackedBlock Block, int From, int Size, long At)
{
    public long Offset => Block.Offset;

    public int Length => Block.Length;
}
