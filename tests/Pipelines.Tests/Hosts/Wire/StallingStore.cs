using Pipelines.Stores;

namespace Pipelines.Tests.Hosts.Wire;

/// <summary>A store whose packs stop in the middle, for good.</summary>
/// <param name="store">Where the bytes are.</param>
/// <param name="bytes">How many of a pack come.</param>
internal sealed class StallingStore(IStore store, int bytes) : IStore
{
    private readonly TaskCompletionSource _stalled = new();

    public string Location => store.Location;

    public Task Stalled => _stalled.Task;

    public async Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        var stored = await store.OpenAsync(key, range, cancellation);
        return stored is null || !key.Contains("/packs/", StringComparison.Ordinal)
            ? stored : stored with { Content = new Stalling(stored.Content, bytes, _stalled) };
    }

    public Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation) =>
        store.ListAsync(prefix, after, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => throw new NotSupportedException();

    private sealed class Stalling(Stream content, int left, TaskCompletionSource stalled) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => content.Length;

        public override long Position { get => content.Position; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
            {
                stalled.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            var read = await content.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
