using Microsoft.Win32.SafeHandles;
using Pipelines.Errors;

namespace Pipelines.Releases;

/// <summary>A file of the tree, open. That it is as it was when the tree was looked at is checked where it is read.</summary>
internal sealed class SourceFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    /// <param name="root">The tree's directory.</param>
    /// <param name="file">What was found there.</param>
    /// <exception cref="PipelineException">It cannot be read.</exception>
    public SourceFile(string root, ManifestEntry file)
    {
        (Path, Size) = (file.Path, file.Size);
        try
        {
            _handle = File.OpenHandle(System.IO.Path.Combine(root, file.Path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException([new Problem(file.Path, $"cannot be read: {e.Message}", "Make it readable for this user.")], inner: e);
        }
    }

    public string Path { get; }

    public long Size { get; }

    /// <summary>Reads all of it.</summary>
    /// <param name="room">At least a byte more than it has, so that one that has grown is noticed.</param>
    /// <exception cref="PipelineException">It has another size now.</exception>
    public void ReadWhole(Span<byte> room) => Require(Read(room[..((int)Size + 1)], 0) == Size);

    /// <summary>Fills the buffer from a place on; the number of bytes, fewer only at the end of the file.</summary>
    public int Read(Span<byte> buffer, long at)
    {
        var total = 0;
        for (int read; total < buffer.Length && (read = RandomAccess.Read(_handle, buffer[total..], at + total)) > 0;)
        {
            total += read;
        }

        return total;
    }

    /// <exception cref="PipelineException">It is not as it was.</exception>
    public void Require(bool isUnchanged)
    {
        if (!isUnchanged)
        {
            throw new PipelineException(
                [new Problem(Path, "the file changed while it was packaged.", "Let the build end before packaging starts, and run it again.")],
                ExitCode.Failed);
        }
    }

    public void Dispose() => _handle.Dispose();
}
