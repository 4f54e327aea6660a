using System.IO.Compression;

namespace Pipelines.Releases;

/// <summary>How a part is kept in a pack. The codec's id stands in the format, so that another one is a line here.</summary>
internal static class PartCodec
{
    public const string Raw = "raw";
    public const string Zlib = "zlib";

    private const int SampleSize = 16 * 1024;
    private const int NotWorthIt = 64;

    /// <summary>Room that compressing this many bytes may take, incompressible ones too.</summary>
    public static int Bound(int size) => size + (size / 8) + 1024;

    public static string? Problem(string codec) => codec is Raw or Zlib ? null : $"has a part of the unknown codec \"{codec}\"";

    /// <summary>Compresses into <paramref name="room"/> when that saves at least a thirtieth, which a sample of large parts tells beforehand.</summary>
    /// <returns>The codec and the bytes to keep: in <paramref name="room"/>, or <paramref name="raw"/> itself.</returns>
    public static (string Codec, ReadOnlyMemory<byte> Bytes) Encode(ReadOnlyMemory<byte> raw, byte[] room)
    {
        if (raw.Length < NotWorthIt || (raw.Length > 2 * SampleSize && !Pays(SampleSize, Deflate(raw[..SampleSize], room))))
        {
            return (Raw, raw);
        }

        var length = Deflate(raw, room);
        return Pays(raw.Length, length) ? (Zlib, room.AsMemory(0, length)) : (Raw, raw);
    }

    /// <summary>Fills <paramref name="raw"/> exactly: bytes that give less, or more, are refused.</summary>
    /// <exception cref="InvalidDataException">They are not what the codec writes for that many bytes.</exception>
    public static void Decode(string codec, byte[] bytes, int length, Span<byte> raw)
    {
        if (codec == Raw)
        {
            bytes.AsSpan(0, length).CopyTo(raw);
            return;
        }

        using var inflate = new ZLibStream(new MemoryStream(bytes, 0, length, writable: false), CompressionMode.Decompress);
        if (inflate.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false) < raw.Length || inflate.ReadByte() >= 0)
        {
            throw new InvalidDataException("the part does not have the size it should have");
        }
    }

    private static bool Pays(int raw, int compressed) => compressed < raw - (raw / 30);

    private static int Deflate(ReadOnlyMemory<byte> raw, byte[] room)
    {
        using var into = new MemoryStream(room);
        using (var deflate = new ZLibStream(into, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(raw.Span);
        }

        return (int)into.Position;
    }
}
