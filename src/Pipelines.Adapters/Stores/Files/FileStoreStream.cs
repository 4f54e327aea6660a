using Microsoft.Win32.SafeHandles;

namespace Pipelines.Adapters.Stores.Files;

/// <summary>A range of a file, read forward. The file stays readable if another replaces it.</summary>
internal sealed class FileStoreStream(SafeFileHandle file, long offset, long length) : ForwardStream(length)
{
    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, Length - At);
        var read = RandomAccess.Read(file, buffer[..wanted], offset + At);
        At += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
