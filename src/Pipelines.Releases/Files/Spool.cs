using Microsoft.Win32.SafeHandles;
using Pipelines.Errors;

namespace Pipelines.Releases.Files;

/// <summary>
/// Bytes that are appended once and then read any number of times: in memory while they are few, in a file without a name when they are many. The
/// file goes with the last that holds the spool, or with the process.
/// </summary>
#pragma warning disable CA1001 // nobody ends it: manifests go from hand to hand, and what is held is one handle, which ends itself
internal sealed class Spool
#pragma warning restore CA1001
{
    private const int InMemory = 4 << 20;

    /// <summary>Small, as many spools may fill at once.</summary>
    private const int Piece = 32 << 10;

    private MemoryStream? _memory = new();
    private SafeFileHandle? _file;

    public long Length { get; private set; }

    /// <exception cref="PipelineException">There is no room for the file.</exception>
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
            throw new PipelineException($"a list of very many files cannot be kept in {Path.GetTempPath()} meanwhile: {e.Message.TrimEnd('.')}.", "Make room there, or name another directory by TMPDIR.", inner: e);
        }
    }

    /// <summary>Takes all of a stream, which has at most <paramref name="most"/> bytes.</summary>
    /// <exception cref="InvalidDataException">It has more.</exception>
    public async Task AppendAsync(Stream content, long most, CancellationToken cancellation)
    {
        var buffer = PartBuffers.Pool.Rent(Piece);
        try
        {
            for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
            {
                Append(Length + read <= most ? buffer.AsSpan(0, read) : throw new InvalidDataException($"it is larger than {most >> 20} MiB"));
            }
        }
        finally
        {
            PartBuffers.Pool.Return(buffer);
        }
    }

    /// <summary>Everything that was appended so far, from the beginning.</summary>
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
