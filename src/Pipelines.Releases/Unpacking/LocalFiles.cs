using Pipelines.Releases.Files;

namespace Pipelines.Releases.Unpacking;

/// <summary>
/// Reuses files that this machine already has: shares their contents if the file system and the release allow it, otherwise copies them.
/// They are not trusted: the resulting file in the release is hashed.
/// </summary>
internal sealed class LocalFiles(INativeFiles native)
{
    private volatile bool _clones = true;
    private volatile bool _links = true;

    /// <summary>
    /// True if every place got the right contents; false, with nothing left behind, if the source is not what it should be.
    /// </summary>
    public bool TryTake(string source, UnpackBlob blob)
    {
        try
        {
            return blob.Files.All(file => TryTake(source, blob, file)) || Forget(blob);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return Forget(blob);
        }
    }

    private bool TryTake(string source, UnpackBlob blob, UnpackFile file)
    {
        if (_clones && !(_clones = TryClone(source, file)))
        {
            File.Delete(file.FullPath);
        }

        if (!_clones && !(file.MayLink && TryLink(source, file)))
        {
            Copy(source, blob, file);
        }

        return FileDigest.Matches(native, file.FullPath, blob.Size, blob.Sha256);
    }

    private bool TryClone(string source, UnpackFile file)
    {
        using var from = Open(source);
        using var to = file.Create();
        file.Finish(to);
        return native.TryClone(from, to);
    }

    /// <summary>False if it cannot be linked; a link with a different mode would change the other release's file, too.</summary>
    private bool TryLink(string source, UnpackFile file)
    {
        if (!_links || native.Inspect(source) is not { Kind: FileKind.File } status || status.Mode != file.Mode)
        {
            return false;
        }

        return _links = native.TryLink(source, file.FullPath);
    }

    private static void Copy(string source, UnpackBlob blob, UnpackFile file)
    {
        using var from = Open(source);
        using var to = file.Create();
        var buffer = new byte[(int)Math.Clamp(blob.Size, 1, 256 * 1024)];
        long at = 0;
        for (int read; at < blob.Size && (read = RandomAccess.Read(from, buffer, at)) > 0; at += read)
        {
            SparseWriter.Write(to, buffer.AsSpan(0, (int)Math.Min(read, blob.Size - at)), at);
        }

        file.Finish(to);
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string source) =>
        File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static bool Forget(UnpackBlob blob)
    {
        foreach (var file in blob.Files)
        {
            File.Delete(file.FullPath);
        }

        return false;
    }
}
