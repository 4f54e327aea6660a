using Pipelines.Errors;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Formats;

/// <summary>
/// Compresses everything written to it, frame by frame: RFC 8878 allows consecutive frames, and the same bytes give the same frames.
/// </summary>
internal sealed class ZstdFrames(IZstd zstd, Stream to) : Stream
{
    private const int FrameSize = 4 << 20;

    private readonly byte[] _frame = new byte[FrameSize];
    private readonly byte[] _room = new byte[PartCodec.Bound(FrameSize)];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var taken = Math.Min(buffer.Length, FrameSize - _filled);
            buffer[..taken].CopyTo(_frame.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == FrameSize)
            {
                WriteFrame();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Only the end of the stream ends a frame early.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _filled > 0)
        {
            WriteFrame();
        }

        base.Dispose(disposing);
    }

    private void WriteFrame()
    {
        var length = zstd.Compress(_frame.AsSpan(0, _filled), _room) ?? throw new PipelineException("zstd could not compress.");
        to.Write(_room, 0, length);
        _filled = 0;
    }
}
