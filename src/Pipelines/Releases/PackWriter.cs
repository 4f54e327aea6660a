using System.Security.Cryptography;
using System.Text.Json;
using Pipelines.Stores;

namespace Pipelines.Releases;

/// <summary>
/// Gathers blocks into packs and sends each when it is full, while the next one fills: two packs in memory, whatever the tree.
/// Safe to call from several threads.
/// </summary>
internal sealed class PackWriter(IStore store, ReleaseKeys keys, PartCodec codec, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Size of a pack: large enough for ranged reads and parallel transfers to pay, small enough to hold two in memory.</summary>
    public const int PackSize = 32 << 20;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<BlobPart> _written = [];
    private byte[] _filling = [];
    private byte[] _spare = [];
    private List<PackPart> _parts = [];
    private int _length;
    private Task _sending = Task.CompletedTask;

    /// <summary>Parts that are in packs the store holds; complete after <see cref="FlushAsync"/>.</summary>
    public IReadOnlyList<BlobPart> Written => _written;

    /// <summary>Bytes of packs and their indexes.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Adds a block; its bytes are copied.</summary>
    /// <param name="parts">What it holds. The numbers that say where it lies are set here.</param>
    /// <param name="kept">Its codec.</param>
    /// <param name="size">Its length when it is decoded.</param>
    /// <param name="bytes">Its bytes in the pack.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task AddAsync(IReadOnlyList<PackPart> parts, string kept, int size, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_length + bytes.Length > PackSize)
            {
                await SendAsync(cancellation);
            }

            Reserve(_length + bytes.Length);
            bytes.CopyTo(_filling.AsMemory(_length));
            _parts.AddRange(parts.Select(part => part with { Offset = _length, Length = bytes.Length, Codec = kept, Block = size }));
            _length += bytes.Length;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Adds a part whose bytes an earlier pack has.</summary>
    public async Task AddAsync(PackPart part, BlobPart there, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        _parts.Add(there.Part with { Blob = part.Blob, Of = part.Of, At = part.At, Pack = there.Pack });
        _gate.Release();
    }

    /// <summary>Sends what is gathered and waits until the store has it all.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_parts.Count > 0)
        {
            await SendAsync(cancellation);
        }

        await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        await _sending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _gate.Dispose();
        var isLarge = _filling.Length + _spare.Length >= PackSize;
        (_filling, _spare) = ([], []);
        if (isLarge)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true); // or the packs would add to the peak of what comes next
        }
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        await _sending;
        if (_filling.Length >= PackSize)
        {
            GC.Collect(); // the garbage of a pack, by itself let lie for long, is as much as the pack
        }

        var (pack, length, parts) = (_filling, _length, _parts);
        (_filling, _spare, _length, _parts) = (_spare, pack, 0, []);
        _sending = Task.Run(() => PutAsync(pack, length, parts, cancellation), cancellation);
    }

    private async Task PutAsync(byte[] pack, int length, List<PackPart> parts, CancellationToken cancellation)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
        var index = new PackIndex(PackIndex.CurrentFormat, clock.GetUtcNow(), parts);
        using var description = new MemoryStream(codec.EncodeText(JsonSerializer.SerializeToUtf8Bytes(index, ReleaseJson.Default.PackIndex)), writable: false);
        await store.PutAsync(keys.Index(id), description, PutCondition.Always, cancellation);
        using var content = new MemoryStream(pack, 0, length, writable: false, publiclyVisible: true);
        await store.PutAsync(keys.Pack(id), content, PutCondition.Always, cancellation);
        SentBytes += description.Length + length;
        _written.AddRange(parts.Select(part => new BlobPart(part.Pack ?? id, id, part)));
    }

    private void Reserve(int length)
    {
        if (_filling.Length < length)
        {
            Array.Resize(ref _filling, length > PackSize / 32 ? PackSize : Math.Max(length, 64 * 1024) * 2);
        }
    }
}
