using Microsoft.Win32.SafeHandles;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Unpacking;

/// <summary>A file being written. It is created exclusively, so that nothing existing is followed or overwritten.</summary>
/// <param name="Root">The release's directory.</param>
/// <param name="Path">Path in the release.</param>
/// <param name="Mode">Permission bits it gets when complete.</param>
/// <param name="MayLink">Whether it may be hard-linked to a file of another release.</param>
internal sealed record UnpackFile(string Root, string Path, int Mode, bool MayLink)
{
    /// <summary>Its full path.</summary>
    public string FullPath => System.IO.Path.Combine(Root, Path);

    public SafeFileHandle Create() =>
        File.OpenHandle(FullPath, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    public SafeFileHandle Reopen() =>
        File.OpenHandle(FullPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>The exact mode, whatever the umask.</summary>
    public void Finish(SafeFileHandle handle) => File.SetUnixFileMode(handle, (UnixFileMode)Mode);

    /// <summary>Creates the file with these contents.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        using var handle = Create();
        SparseWriter.Write(handle, bytes, 0);
        Finish(handle);
    }

    /// <summary>Writes a range of an existing file.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        using var handle = Reopen();
        SparseWriter.Write(handle, bytes, at);
    }

    /// <summary>Sets the mode of a file written in parts if its contents are right.</summary>
    public bool FinishIf(long size, Sha256Digest sha256)
    {
        using var handle = Reopen();
        Finish(handle);
        return FileDigest.Matches(handle, size, sha256);
    }
}
