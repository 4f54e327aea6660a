using Pipelines.Stores;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>An object that a host reads: sent in frames, not more of them at a time than the host has room for.</summary>
internal sealed class ServedObject : IDisposable
{
    private readonly int _call;
    private readonly FrameChannel _channel;
    private readonly SemaphoreSlim _credit = new(WireCall.Credit);
    private readonly CancellationTokenSource _closed;

    public ServedObject(int call, FrameChannel channel, CancellationToken stop)
    {
        (_call, _channel) = (call, channel);
        _closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>The host has taken frames.</summary>
    /// <exception cref="InvalidDataException">It says that of more than it can have got.</exception>
    public void More(int frames)
    {
        if (frames <= 0 || frames + _credit.CurrentCount > WireCall.Credit)
        {
            throw new InvalidDataException($"the host has not got {frames} frames");
        }

        _credit.Release(frames);
    }

    /// <summary>The host reads no further.</summary>
    public void Close() => _closed.Cancel();

    /// <exception cref="OperationCanceledException">The host reads no further.</exception>
    public async Task SendAsync(StoredObject stored)
    {
        var buffer = new byte[Math.Min(WireCall.ChunkBytes, Math.Max(1, stored.Length))];
        for (var left = stored.Length; left > 0;)
        {
            await _credit.WaitAsync(_closed.Token);
            var count = await stored.Content.ReadAtLeastAsync(
                buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), (int)Math.Min(buffer.Length, left), throwOnEndOfStream: true,
                _closed.Token);
            await _channel.WriteAsync(FrameKind.Bytes, WireCall.Write(_call, buffer.AsSpan(0, count)), _closed.Token);
            left -= count;
        }
    }

    public void Dispose()
    {
        _credit.Dispose();
        _closed.Dispose();
    }
}
