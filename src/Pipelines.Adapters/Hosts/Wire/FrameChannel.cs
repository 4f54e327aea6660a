using System.Buffers.Binary;
using System.Text.Json;
using Pipelines.Errors;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>Frames over two streams: one byte for the kind, four for the length, most significant first, then the bytes.</summary>
/// <param name="input">What the other side writes.</param>
/// <param name="output">What the other side reads.</param>
internal sealed class FrameChannel(Stream input, Stream output) : IDisposable
{
    /// <summary>More than any frame of ours has: a longer one is not ours.</summary>
    public const int MostBytes = 4 << 20;

    private const int HeaderBytes = 5;

    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>The next frame; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The stream is not made of such frames, or ends within one.</exception>
    /// <exception cref="IOException">The connection is lost.</exception>
    public async Task<Frame?> ReadAsync(CancellationToken cancellation)
    {
        var header = new byte[HeaderBytes];
        var read = await input.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellation);
        if (read == 0)
        {
            return null;
        }

        var length = read < HeaderBytes ? 0 : BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1));
        var kind = (FrameKind)header[0];
        if (kind is not (FrameKind.Message or FrameKind.Secrets or FrameKind.Bytes) || length > MostBytes)
        {
            throw new InvalidDataException($"expected a frame, found {Convert.ToHexStringLower(header.AsSpan(0, read))}");
        }

        var payload = new byte[length];
        if (read < HeaderBytes || await input.ReadAtLeastAsync(payload, payload.Length, throwOnEndOfStream: false, cancellation) < length)
        {
            throw new InvalidDataException("the stream ends within a frame");
        }

        return new Frame(kind, payload);
    }

    /// <exception cref="IOException">The connection is lost.</exception>
    public Task WriteAsync(WireMessage message, CancellationToken cancellation) =>
        WriteAsync(FrameKind.Message, JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Default.WireMessage), cancellation);

    /// <exception cref="IOException">The connection is lost.</exception>
    public async Task WriteAsync(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (payload.Length > MostBytes)
        {
            throw new PipelineException($"a message of {payload.Length >> 20} MiB is too large to be sent to a host.");
        }

        var frame = new byte[HeaderBytes + payload.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame.AsMemory(HeaderBytes));
        await _writing.WaitAsync(cancellation);
        try
        {
            await output.WriteAsync(frame, CancellationToken.None); // a frame is written whole, or the stream is lost
            await output.FlushAsync(CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    /// <summary>The message in a frame.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static WireMessage MessageIn(Frame frame)
    {
        try
        {
            return JsonSerializer.Deserialize(frame.Payload.Span, WireJson.Default.WireMessage)
                ?? throw new InvalidDataException("expected a message, found null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"expected a message: {e.Message}", e);
        }
    }
}
