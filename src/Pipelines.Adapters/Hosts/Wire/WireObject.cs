using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Pipelines.Adapters.Stores;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>The contents of an object of the store, as they arrive at a host.</summary>
/// <param name="call">The call that reads it.</param>
/// <param name="length">Bytes in all.</param>
/// <param name="channel">To the controller.</param>
/// <param name="end">Forgets the call.</param>
internal sealed class WireObject(WireCall call, long length, FrameChannel channel, Action<WireCall> end) : ForwardStream(length)
{
    private ReadOnlyMemory<byte> _rest;
    private bool _isEnded;
    private int _taken;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (At == Length || buffer.Length == 0)
        {
            return 0;
        }

        while (_rest.Length == 0)
        {
            _rest = await NextAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        At += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            EndAsync().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await EndAsync();
        await base.DisposeAsync();
    }

    private async Task EndAsync()
    {
        if (!_isEnded)
        {
            _isEnded = true;
            end(call);
            try
            {
                await channel.WriteAsync(new WireMessage.CloseObject(call.Number), CancellationToken.None);
            }
            catch (IOException)
            {
                return; // the controller is gone, and so is its side
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation)
    {
        var bytes = await ReceiveAsync(cancellation);
        if (bytes.Length > Length - At)
        {
            throw new IOException("the controller sent more bytes than it announced");
        }

        if (++_taken == WireCall.Credit / 4)
        {
            await channel.WriteAsync(new WireMessage.More(call.Number, _taken), cancellation);
            _taken = 0;
        }

        return bytes;
    }

    private async Task<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return await call.Bytes.ReadAsync(cancellation);
        }
        catch (ChannelClosedException e) when (e.InnerException is { } reason)
        {
            ExceptionDispatchInfo.Throw(reason);
            throw;
        }
    }
}
