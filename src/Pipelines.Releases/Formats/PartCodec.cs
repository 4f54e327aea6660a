using System.IO.Compression;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Formats;

/// <summary>The encoding of a part in a pack. The codec's id is stored in the format, so a new codec is one line here.</summary>
internal sealed class PartCodec(IZstd zstd)
{
    public const string Raw = "raw";
    /// <summary>Only read: earlier versions wrote it on machines without libzstd.</summary>
    public const string Zlib = "zlib";

    public const string Zstd = "zstd";

    private const int SampleSize = 16 * 1024;
    private const int NotWorthIt = 64;

    /// <summary>Buffer size needed to compress this many bytes, even incompressible ones.</summary>
    public static int Bound(int size) => size + (size / 8) + 1024;

    public static string? Problem(string codec) => codec is Raw or Zlib or Zstd ? null : $"has a part of the unknown codec \"{codec}\"";

    /// <summary>Compresses into <paramref name="room"/> if that saves at least a thirtieth.</summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="room">At least as large as <see cref="Bound"/> requires.</param>
    /// <param name="isUniform">Whether the start of the bytes is representative of the rest; otherwise all are tried.</param>
    /// <returns>The codec and the bytes to store: in <paramref name="room"/>, or <paramref name="raw"/> itself.</returns>
    public (string Codec, ReadOnlyMemory<byte> Bytes) Encode(ReadOnlyMemory<byte> raw, byte[] room, bool isUniform = true)
    {
        if (raw.Length < NotWorthIt || (isUniform && raw.Length > 2 * SampleSize && !Pays(SampleSize, Compress(raw[..SampleSize], room))))
        {
            return (Raw, raw);
        }

        var length = Compress(raw, room);
        return Pays(raw.Length, length) ? (Zstd, room.AsMemory(0, length)) : (Raw, raw);
    }

    /// <summary>Fills <paramref name="raw"/> exactly: data that decodes to fewer or more bytes is rejected.</summary>
    /// <exception cref="InvalidDataException">They are not valid encoded data of that length.</exception>
    public void Decode(string codec, byte[] bytes, int length, Span<byte> raw)
    {
        var whole = codec switch
        {
            Raw => Copy(bytes.AsSpan(0, length), raw),
            Zlib => Inflate(bytes, length, raw),
            _ => zstd.Decompress(bytes.AsSpan(0, length), raw) == raw.Length,
        };
        if (!whole)
        {
            throw new InvalidDataException("the part has the wrong size");
        }
    }

    private static bool Copy(ReadOnlySpan<byte> bytes, Span<byte> raw) => bytes.Length == raw.Length && bytes.TryCopyTo(raw);

    private static bool Inflate(byte[] bytes, int length, Span<byte> raw)
    {
        using var inflate = new ZLibStream(new MemoryStream(bytes, 0, length, writable: false), CompressionMode.Decompress);
        return inflate.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false) == raw.Length && inflate.ReadByte() < 0;
    }

    private static bool Pays(int raw, int compressed) => compressed < raw - (raw / 30);

    private int Compress(ReadOnlyMemory<byte> raw, byte[] room) => zstd.Compress(raw.Span, room) ?? raw.Length;
}
