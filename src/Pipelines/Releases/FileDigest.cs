using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Pipelines.Releases;

/// <summary>Reads files to compare them with their digests.</summary>
internal static class FileDigest
{
    private const int Piece = 128 << 10;

    [ThreadStatic]
    private static byte[]? _buffer;

    /// <summary>Whether a file has these bytes, exactly.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its mode forbids it.</exception>
    public static bool Matches(INativeFiles native, string path, long size, Sha256Digest sha256)
    {
        if (size < Piece)
        {
            var buffer = _buffer ??= new byte[Piece];
            return native.TryReadWhole(path, (int)size, buffer) && Sha256Digest.Of(buffer.AsSpan(0, (int)size)) == sha256;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Matches(file, size, sha256);
    }

    public static bool Matches(SafeFileHandle file, long size, Sha256Digest sha256)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = _buffer ??= new byte[Piece];
        long at = 0;
        for (int read; at <= size && (read = RandomAccess.Read(file, buffer, at)) > 0; at += read)
        {
            hash.AppendData(buffer, 0, read);
        }

        return at == size && Sha256Digest.Of(hash) == sha256;
    }
}
