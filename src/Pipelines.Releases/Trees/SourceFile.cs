using Microsoft.Win32.SafeHandles;
using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Trees;

/// <summary>A file of the tree. Whether it is unchanged since the scan is checked when it is read.</summary>
internal sealed class SourceFile(INativeFiles native, string root, ManifestEntry entry) : IDisposable
{
    private SafeFileHandle? _handle;

    public long Size => entry.Size;

    /// <summary>Reads all of it.</summary>
    /// <param name="room">Buffer with room for one byte more than its size.</param>
    /// <exception cref="PipelineException">It cannot be read, or its size has changed.</exception>
    public void ReadWhole(Span<byte> room)
    {
        try
        {
            Require(native.TryReadWhole(FullPath, (int)Size, room));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Fills the buffer from an offset on; returns the number of bytes, fewer only at the end of the file.</summary>
    /// <exception cref="PipelineException">It cannot be read.</exception>
    public int Read(Span<byte> buffer, long at)
    {
        try
        {
            _handle ??= File.OpenHandle(FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var total = 0;
            for (int read; total < buffer.Length && (read = RandomAccess.Read(_handle, buffer[total..], at + total)) > 0;)
            {
                total += read;
            }

            return total;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    /// <exception cref="PipelineException">It has changed.</exception>
    public void Require(bool isUnchanged)
    {
        if (!isUnchanged)
        {
            throw new PipelineException(
                [new Problem(entry.Path, "the file changed while it was being packaged.",
                    "Make sure that the build has finished before packaging starts, and run it again.")],
                ExitCode.Failed);
        }
    }

    public void Dispose() => _handle?.Dispose();

    private string FullPath => Path.Combine(root, entry.Path);

    private PipelineException Unreadable(Exception e) =>
        new([new Problem(entry.Path, $"cannot be read: {e.Message}", "Make it readable for this user.")], inner: e);
}
