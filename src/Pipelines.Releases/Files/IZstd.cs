namespace Pipelines.Releases.Files;

/// <summary>Zstandard (RFC 8878), in whole buffers.</summary>
public interface IZstd
{
    /// <summary>Compresses; returns the number of bytes written, or null if they do not fit.</summary>
    int? Compress(ReadOnlySpan<byte> raw, Span<byte> room);

    /// <summary>Decompresses one or more frames; returns the number of bytes written, or null if they are damaged or do not fit.</summary>
    int? Decompress(ReadOnlySpan<byte> bytes, Span<byte> raw);
}
