using Microsoft.Win32.SafeHandles;

namespace Pipelines.Releases.Unpacking;

/// <summary>Writes files so that long runs of zeros become holes: a sparse file of the build takes no more room on a host.</summary>
internal static class SparseWriter
{
    /// <summary>What a file system allocates at least.</summary>
    private const int Block = 4096;

    /// <summary>Writes at an offset of a new file. Whole blocks of zeros are left out; the file gets its length all the same.</summary>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at)
    {
        var written = 0;
        for (var i = 0; i < bytes.Length;)
        {
            var end = (int)Math.Min(bytes.Length, i + Block - ((at + i) % Block));
            if (end - i == Block && !bytes[i..end].ContainsAnyExcept((byte)0))
            {
                RandomAccess.Write(file, bytes[written..i], at + written);
                written = end;
            }

            i = end;
        }

        RandomAccess.Write(file, bytes[written..], at + written);
        if (written == bytes.Length && RandomAccess.GetLength(file) < at + bytes.Length)
        {
            RandomAccess.SetLength(file, at + bytes.Length);
        }
    }
}
