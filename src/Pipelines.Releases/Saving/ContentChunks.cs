namespace Pipelines.Releases.Saving;

/// <summary>
/// Cuts large files where their content says so: a rolling sum over the last 64 bytes decides. What stays the same between two
/// versions of a file is cut the same way, wherever it has moved, and is kept once.
/// </summary>
internal static class ContentChunks
{
    /// <summary>Size from which files are cut so; below, the whole file is sent again.</summary>
    public const long FromSize = 4 << 20;

    public const int MinSize = 64 << 10;
    public const int MaxSize = 1 << 20;

    /// <summary>18 bits of the sum that the newest 18 to 64 bytes decide: one place in 256 Ki is a cut.</summary>
    private const ulong Mask = 0xFFFFC00000000000;

    private static readonly ulong[] Gear = MakeGear();

    /// <summary>Length of the first chunk.</summary>
    /// <param name="bytes">The file from here on: <see cref="MaxSize"/> bytes, or fewer when it ends.</param>
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

    /// <summary>A number for each byte value, from the generator splitmix64: fixed for ever, or nothing is found again.</summary>
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
