using System.Buffers.Binary;
using System.Threading.Channels;
using Pipelines.Errors;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>One read of the store that a host has begun: its answer, and the bytes that have arrived.</summary>
internal sealed class WireCall(int number)
{
    /// <summary>Frames of bytes that may be under way for one call, so that a slow reader does not fill the memory.</summary>
    public const int Credit = 64;

    /// <summary>Bytes in a frame, at most: so few that the runtime collects them soon.</summary>
    public const int ChunkBytes = 64 * 1024;

    private const int NumberBytes = 4;

    private readonly TaskCompletionSource<WireMessage> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<ReadOnlyMemory<byte>> _bytes = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();

    public int Number => number;

    public Task<WireMessage> Answered => _answered.Task;

    /// <summary>Bytes in order. Ends with an <see cref="IOException"/> when the connection is lost.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Bytes => _bytes.Reader;

    public void Answer(WireMessage answer)
    {
        if (!_answered.TrySetResult(answer) && answer is WireMessage.StoreFailed failed)
        {
            _bytes.Writer.TryComplete(
                new PipelineException([.. failed.Problems.Select(problem => problem.ToProblem())], ExitCode.Failed));
        }
    }

    public void Receive(ReadOnlyMemory<byte> bytes) => _bytes.Writer.TryWrite(bytes);

    public void Lose()
    {
        var lost = new IOException("the connection to the controller is lost");
        _answered.TrySetException(lost);
        _bytes.Writer.TryComplete(lost);
        _ = _answered.Task.Exception; // nobody may wait for it
    }

    /// <summary>The payload of a frame of bytes.</summary>
    public static byte[] Write(int call, ReadOnlySpan<byte> bytes)
    {
        var payload = new byte[NumberBytes + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(payload, call);
        bytes.CopyTo(payload.AsSpan(NumberBytes));
        return payload;
    }

    /// <exception cref="InvalidDataException">The frame is too short.</exception>
    public static (int Call, ReadOnlyMemory<byte> Bytes) Read(Frame frame) => frame.Payload.Length < NumberBytes
        ? throw new InvalidDataException("expected the number of a call")
        : (BinaryPrimitives.ReadInt32BigEndian(frame.Payload.Span), frame.Payload[NumberBytes..]);
}
