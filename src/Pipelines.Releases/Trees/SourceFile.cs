using Microsoft.Win32.SafeHandles;
using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Trees;

/// <summary>A file of the tree. That it is as it was when the tree was looked at is checked where it is read.</summary>
internal sealed class SourceFile(INativeFiles native, string root, ManifestEntry entry) : IDisposable
{
    private SafeFileHandle? _handle;

    public long Size => entry.Size;

    /// <summary>Reads all of it.</summary>
    /// <param name="room">Room for a byte more than it has.</param>
    /// <exception cref="PipelineException">It cannot be read, or has another size now.</exception>
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

    /// <summary>Fills the buffer from a place on; the number of bytes, fewer only at the end of the file.</summary>
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

    /// <exception cref="PipelineException">It is not as it was.</exception>
    public void Require(bool isUnchanged)
    {
        if (!isUnchanged)
        {
            throw new PipelineException(
                [new Problem(entry.Path, "the file changed while it was packaged.", "Let the build end before packaging starts, and run it again.")],
                ExitCode.Failed);
        }
    }

    public void Dispose() => _handle?.Dispose();

    private string FullPath => Path.Combine(root, entry.Path);

    private PipelineException Unreadable(Exception e) =>
        new([new Problem(entry.Path, $"cannot be read: {e.Message}", "Make it readable for this user.")], inner: e);
}
