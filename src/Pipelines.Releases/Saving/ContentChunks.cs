namespace Pipelines.Releases.Saving;

/// <summary>
/// Splits large files by content, where a rolling sum over the last 64 bytes decides. Parts that are the same in two versions of a file are
/// split the same way, wherever they have moved, and are stored once.
/// </summary>
internal static class ContentChunks
{
    /// <summary>Minimum size of files to split; smaller files are uploaded again as a whole.</summary>
    public const long FromSize = 4 << 20;

    public const int MinSize = 64 << 10;
    public const int MaxSize = 1 << 20;

    /// <summary>18 bits of the sum, determined by the latest 18 to 64 bytes: one in 256 Ki positions is a cut.</summary>
    private const ulong Mask = 0xFFFFC00000000000;

    private static readonly ulong[] Gear = MakeGear();

    /// <summary>Length of the first chunk.</summary>
    /// <param name="bytes">The rest of the file: <see cref="MaxSize"/> bytes, or fewer at its end.</param>
    public static int Cut(ReadOnlySpan<byte> bytes)
    {
        var sum = 0UL;
        for (var i = Math.Min(MinSize, bytes.Length); i < bytes.Length; i++)
        {
            sum = (sum << 1) + Gear[bytes[i]];
            if ((sum & Mask) == 0)
            {
                return i + 1;
            }
        }

        return bytes.Length;
    }

    /// <summary>
    /// A number for each byte value, from the splitmix64 generator: it must never change, otherwise nothing is recognized.
    /// </summary>
    private static ulong[] MakeGear()
    {
        var gear = new ulong[256];
        var state = 0UL;
        for (var i = 0; i < gear.Length; i++)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            gear[i] = mixed ^ (mixed >> 31);
        }

        return gear;
    }
}
