using Microsoft.Win32.SafeHandles;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Unpacking;

/// <summary>A file that is being written. It is created by us and at once, so that nothing that stands there is followed or overwritten.</summary>
/// <param name="Root">The release's directory.</param>
/// <param name="Path">Path in the release.</param>
/// <param name="Mode">Permission bits it gets when it is complete.</param>
/// <param name="MayLink">Whether it may share its bytes with a file of another release.</param>
internal sealed record UnpackFile(string Root, string Path, int Mode, bool MayLink)
{
    /// <summary>Where it is written.</summary>
    public string FullPath => System.IO.Path.Combine(Root, Path);

    public SafeFileHandle Create() =>
        File.OpenHandle(FullPath, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    public SafeFileHandle Reopen() =>
        File.OpenHandle(FullPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>The exact mode, whatever the umask.</summary>
    public void Finish(SafeFileHandle handle) => File.SetUnixFileMode(handle, (UnixFileMode)Mode);

    /// <summary>Creates the file with these bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        using var handle = Create();
        RandomAccess.Write(handle, bytes, 0);
        Finish(handle);
    }

    /// <summary>Writes a run of a file that was created before.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        using var handle = Reopen();
        RandomAccess.Write(handle, bytes, at);
    }

    /// <summary>Gives a file written in runs its mode when its bytes are right.</summary>
    public bool FinishIf(long size, Sha256Digest sha256)
    {
        using var handle = Reopen();
        Finish(handle);
        return FileDigest.Matches(handle, size, sha256);
    }
}
