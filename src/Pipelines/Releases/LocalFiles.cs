using System.Security.Cryptography;

namespace Pipelines.Releases;

/// <summary>Copies files that this machine already has, and believes nothing about them: the bytes are hashed as they are copied.</summary>
internal static class LocalFiles
{
    /// <summary>True when every place got the right bytes; false, with nothing left behind, when the source is not what it should be.</summary>
    public static bool TryCopy(string source, UnpackBlob blob)
    {
        try
        {
            using var from = File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.GetLength(from) == blob.Size && blob.Files.All(file => TryCopy(from, blob, file)) || Forget(blob);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return Forget(blob);
        }
    }

    private static bool TryCopy(Microsoft.Win32.SafeHandles.SafeFileHandle from, UnpackBlob blob, UnpackFile file)
    {
        using var to = file.Create();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[(int)Math.Clamp(blob.Size, 1, 256 * 1024)];
        long at = 0;
        for (int read; at < blob.Size && (read = RandomAccess.Read(from, buffer, at)) > 0; at += read)
        {
            var wanted = (int)Math.Min(read, blob.Size - at);
            hash.AppendData(buffer, 0, wanted);
            RandomAccess.Write(to, buffer.AsSpan(0, wanted), at);
        }

        file.Finish(to);
        return Sha256Hex.Of(hash) == blob.Sha256;
    }

    private static bool Forget(UnpackBlob blob)
    {
        foreach (var file in blob.Files)
        {
            File.Delete(file.FullPath);
        }

        return false;
    }
}
