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
        ReadOnlySpan<ulong> gear = Gear;
        var (sum, at) = (0UL, Math.Min(MinSize, bytes.Length));
        for (; at <= bytes.Length - 4; at += 4)
        {
            // Four at a time: most of the additions do not wait for each other, which takes two thirds of the time.
            var next = bytes.Slice(at, 4);
            var one = gear[next[0]];
            var two = (one << 1) + gear[next[1]];
            var three = (two << 1) + gear[next[2]];
            var four = (three << 1) + gear[next[3]];
            if (IsCut((sum << 1) + one) || IsCut((sum << 2) + two) || IsCut((sum << 3) + three) || IsCut((sum << 4) + four))
            {
                break;
            }

            sum = (sum << 4) + four;
        }

        for (; at < bytes.Length; at++)
        {
            sum = (sum << 1) + gear[bytes[at]];
            if (IsCut(sum))
            {
                return at + 1;
            }
        }

        return bytes.Length;
    }

    private static bool IsCut(ulong sum) => (sum & Mask) == 0;

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
