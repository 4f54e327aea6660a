using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Pipelines.Releases.Files;

/// <summary>A SHA-256 digest: a value of 32 bytes, as text 64 lower-case hex digits.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Sha256Digest
{
    /// <summary>Length of the text form in bytes.</summary>
    internal const int TextLength = 64;

    private const int Length = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private Sha256Digest(ReadOnlySpan<byte> bytes) => this = MemoryMarshal.Read<Sha256Digest>(bytes);

    /// <summary>The digest of the empty string.</summary>
    public static Sha256Digest OfNothing { get; } = Of([]);

    public static Sha256Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[Length];
        SHA256.HashData(bytes, digest);
        return new Sha256Digest(digest);
    }

    /// <summary>The digest of everything that was appended; the hash starts over.</summary>
    public static Sha256Digest Of(IncrementalHash hash)
    {
        Span<byte> digest = stackalloc byte[Length];
        hash.GetHashAndReset(digest);
        return new Sha256Digest(digest);
    }

    /// <summary>Parses the text form, in ASCII; false if it is not exactly that.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var isDigest = text.Length == TextLength && !text.ContainsAnyInRange((byte)'A', (byte)'F')
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        digest = isDigest ? new Sha256Digest(bytes) : default;
        return isDigest;
    }

    /// <summary>Writes the text form, in ASCII.</summary>
    /// <param name="text">Buffer of 64 bytes.</param>
    public void Format(Span<byte> text) => Convert.TryToHexStringLower(Bytes(this), text, out _);

    public override string ToString() => Convert.ToHexStringLower(Bytes(this));

    /// <summary>Any part of a digest is as good a hash code as all of it.</summary>
    public override int GetHashCode() => (int)_second;

    private static ReadOnlySpan<byte> Bytes(in Sha256Digest digest) => MemoryMarshal.AsBytes(new ReadOnlySpan<Sha256Digest>(in digest));
}
