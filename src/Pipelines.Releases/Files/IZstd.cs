namespace Pipelines.Releases.Files;

/// <summary>Zstandard, as this machine has it.</summary>
public interface IZstd
{
    /// <summary>Compresses; the number of bytes written, or null when they do not fit.</summary>
    int? Compress(ReadOnlySpan<byte> raw, Span<byte> room);

    /// <summary>Decompresses one frame or several; the number of bytes written, or null when they are damaged or do not fit.</summary>
    int? Decompress(ReadOnlySpan<byte> bytes, Span<byte> raw);
}
