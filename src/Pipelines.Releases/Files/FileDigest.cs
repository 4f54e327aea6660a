using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Pipelines.Releases.Files;

/// <summary>Reads files to compare them with their digests.</summary>
public static class FileDigest
{
    private const int Piece = 128 << 10;

    [ThreadStatic]
    private static byte[]? _buffer;

    /// <summary>Whether a file, which must not be a link, has exactly these contents, and this mode unless it is null.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its mode does not permit it.</exception>
    public static bool Matches(INativeFiles native, string path, long size, Sha256Digest sha256, int? mode = null)
    {
        if (size < Piece)
        {
            var buffer = _buffer ??= new byte[Piece];
            return native.TryReadWhole(path, (int)size, buffer, mode) && Sha256Digest.Of(buffer.AsSpan(0, (int)size)) == sha256;
        }

        if (native.Inspect(path) is var status
            && (status.Kind != FileKind.File || status.Size != size || (mode is not null && status.Mode != mode)))
        {
            return false;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Matches(file, size, sha256);
    }

    internal static bool Matches(SafeFileHandle file, long size, Sha256Digest sha256)
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
