using Microsoft.Win32.SafeHandles;
using Pipelines.Errors;

namespace Pipelines.Releases.Files;

/// <summary>
/// Bytes that are appended once and then read any number of times: in memory if small, in an anonymous file if large. The file disappears
/// with the last user of the spool, or with the process.
/// </summary>
#pragma warning disable CA1001 // nobody disposes it: manifests are passed around, and it only holds one handle, which closes itself
internal sealed class Spool
#pragma warning restore CA1001
{
    private const int InMemory = 4 << 20;

    /// <summary>Small, because many spools may be filled at the same time.</summary>
    private const int Piece = 32 << 10;

    private MemoryStream? _memory = new();
    private SafeFileHandle? _file;

    public long Length { get; private set; }

    /// <exception cref="PipelineException">There is no space for the file.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_memory is { } memory && Length + bytes.Length > InMemory)
            {
                _file = Unnamed();
                RandomAccess.Write(_file, memory.GetBuffer().AsSpan(0, (int)Length), 0);
                _memory = null;
            }

            if (_memory is not null)
            {
                _memory.Write(bytes);
            }
            else
            {
                RandomAccess.Write(_file!, bytes, Length);
            }

            Length += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"temporary data cannot be kept in {Path.GetTempPath()}: {e.Message.TrimEnd('.')}.",
                "Free some space there, or set TMPDIR to another directory.", inner: e);
        }
    }

    /// <summary>Reads a whole stream of at most <paramref name="most"/> bytes.</summary>
    /// <exception cref="InvalidDataException">It is longer.</exception>
    public async Task AppendAsync(Stream content, long most, CancellationToken cancellation)
    {
        var buffer = PartBuffers.Pool.Rent(Piece);
        try
        {
            for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
            {
                Append(Length + read <= most
                    ? buffer.AsSpan(0, read) : throw new InvalidDataException($"it is larger than {most >> 20} MiB"));
            }
        }
        finally
        {
            PartBuffers.Pool.Return(buffer);
        }
    }

    /// <summary>Everything appended so far, from the start.</summary>
    public Stream Open() => _memory is { } memory
        ? new MemoryStream(memory.GetBuffer(), 0, (int)Length, writable: false, publiclyVisible: true)
        : new SpoolStream(_file!, Length);

    private static SafeFileHandle Unnamed()
    {
        var path = Path.Combine(Path.GetTempPath(), $"pipelines-{Guid.NewGuid():n}");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        return file;
    }
}
