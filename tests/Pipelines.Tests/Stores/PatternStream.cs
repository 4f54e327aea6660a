namespace Pipelines.Tests.Stores;

/// <summary>Many bytes out of nothing, each its position modulo 251; fails on the way when told.</summary>
internal sealed class PatternStream(int size, int failAt = int.MaxValue) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var length = Math.Min(Math.Min(count, 10_007), size - _position);
        if (_position + length > failAt)
        {
            throw new InvalidOperationException("the source failed");
        }

        for (var i = 0; i < length; i++)
        {
            buffer[offset + i] = (byte)(_position++ % 251);
        }

        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
