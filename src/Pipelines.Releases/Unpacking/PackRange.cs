using Pipelines.Releases.Packs;

namespace Pipelines.Releases.Unpacking;

/// <summary>Nearby parts in one pack that are read with one request.</summary>
internal sealed record PackRange(string Pack, IReadOnlyList<(PackPart Part, UnpackBlob Blob)> Parts)
{
    private const long MaxLength = 4 << 20;
    private const long MaxGap = 128 << 10;

    public long Offset => Parts[0].Part.Offset;

    public long Length => Parts[^1].Part.Offset + Parts[^1].Part.Length - Offset;

    /// <summary>The parts of each block together.</summary>
    public IEnumerable<IReadOnlyList<(PackPart Part, UnpackBlob Blob)>> Blocks()
    {
        var block = new List<(PackPart Part, UnpackBlob Blob)>();
        foreach (var next in Parts)
        {
            if (block.Count > 0 && next.Part.Offset != block[0].Part.Offset)
            {
                yield return block;
                block = [];
            }

            block.Add(next);
        }

        yield return block;
    }

    /// <summary>Groups parts: a gap that is cheaper to read than an extra request is read along.</summary>
    public static IReadOnlyList<PackRange> Group(IEnumerable<(PackPart Part, UnpackBlob Blob)> parts)
    {
        var ranges = new List<PackRange>();
        var group = new List<(PackPart Part, UnpackBlob Blob)>();
        var pack = "";
        foreach (var next in parts.OrderBy(part => part.Part.Pack, StringComparer.Ordinal).ThenBy(part => part.Part.Offset))
        {
            if (group.Count > 0 && (next.Part.Pack != pack || !Joins(group[0].Part, group[^1].Part, next.Part)))
            {
                ranges.Add(new PackRange(pack, group));
                group = [];
            }

            pack = next.Part.Pack;
            group.Add(next);
        }

        return group.Count == 0 ? ranges : [.. ranges, new PackRange(pack, group)];
    }

    /// <summary>Parts of one block stay together. Blocks that overlap come from a damaged index; each then gets its own request.</summary>
    private static bool Joins(PackPart first, PackPart last, PackPart next) =>
        next.Block == last.Block
            || (next.Offset - (last.Offset + last.Length) is >= 0 and <= MaxGap && next.Offset + next.Length - first.Offset <= MaxLength);
}
