using System.IO.Compression;
using Pipelines.Adapters.Http;

namespace Pipelines.Adapters.Probes;

/// <summary>The body of a response with its content encodings removed, up to its first 64 KiB.</summary>
internal static class DecodedBody
{
    private const int MaxBytes = 64 * 1024;

    /// <exception cref="InvalidDataException">It has an unknown encoding, or not the one it claims.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var names = content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
            ? values.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        var encoded = await BoundedBody.ReadAsync(content, MaxBytes, cancellation);
        foreach (var name in names.Reverse())
        {
            encoded = await DecodeAsync(encoded, name, isCut: encoded.Length == MaxBytes, cancellation);
        }

        return encoded;
    }

    private static async Task<byte[]> DecodeAsync(byte[] bytes, string name, bool isCut, CancellationToken cancellation)
    {
        using var source = new MemoryStream(bytes);
        await using var decoded = Decoder(source, name.ToUpperInvariant(), bytes)
            ?? throw new InvalidDataException($"the body is encoded with {name}, which is not supported");
        using var body = new MemoryStream();
        try
        {
            var part = new byte[MaxBytes];
            for (var read = 1; read > 0 && body.Length < MaxBytes;)
            {
                read = await decoded.ReadAsync(part.AsMemory(0, (int)(MaxBytes - body.Length)), cancellation);
                await body.WriteAsync(part.AsMemory(0, read), cancellation);
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or EndOfStreamException)
        {
            return isCut ? body.ToArray() : throw new InvalidDataException($"the body is not {name}, although its header says so", e);
        }

        return body.ToArray();
    }

    /// <summary>Null for an unknown encoding. Data called deflate has a zlib header, or none: servers do both.</summary>
    private static Stream? Decoder(Stream source, string name, byte[] bytes) => name switch
    {
        _ when bytes.Length == 0 => source,
        "IDENTITY" => source,
        "GZIP" or "X-GZIP" => new GZipStream(source, CompressionMode.Decompress),
        "BR" => new BrotliStream(source, CompressionMode.Decompress),
        "DEFLATE" => HasZlibHeader(bytes)
            ? new ZLibStream(source, CompressionMode.Decompress) : new DeflateStream(source, CompressionMode.Decompress),
        _ => null,
    };

    private static bool HasZlibHeader(byte[] bytes) => bytes.Length > 1 && (bytes[0] & 0x0F) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0;
}
